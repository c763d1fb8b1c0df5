import { findScenario, type ScenarioRecord } from "~/queries/scenario.server";
import { type Command, CommandFault } from "./command-context.server";

/** The scenario of this id, or the only one of this name that is not deleted. */
export async function findByIdOrName({ context, shop }: Command, idOrName: string): Promise<ScenarioRecord> {
  const byId = await findScenario(context.db, shop.id, idOrName);
  if (byId) return byId;
  const named = await context.db.forShop(shop.id).selectFrom("Scenario").select("id").where("name", "=", idOrName).where("status", "!=", "deleted").limit(2).execute();
  const [only] = named;
  if (!only) throw new CommandFault(`There is no scenario “${idOrName}”. \`list\` shows them.`);
  if (named.length > 1) throw new CommandFault(`Several scenarios are called “${idOrName}”. Use an id; \`list\` shows them.`);
  const found = await findScenario(context.db, shop.id, only.id);
  if (!found) throw new CommandFault(`The scenario “${idOrName}” was deleted a moment ago.`);
  return found;
}
