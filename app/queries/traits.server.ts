import type { Statements } from "~/adapters/db/database.server";
import type { TraitDefinition, TraitType } from "~/domain/trait/trait";

/** The traits of the shop, by name. */
export async function listTraits(db: Pick<Statements, "forShop">, shopId: number): Promise<TraitDefinition[]> {
  const rows = await db.forShop(shopId).selectFrom("Trait").select(["id", "key", "name", "type", "options"]).where("deletedAt", "is", null).execute();
  const traits = rows.map(({ type, options, ...row }) => ({ ...row, type: type as TraitType, options: JSON.parse(options) as string[] }));
  return traits.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.key < b.key ? -1 : 1));
}
