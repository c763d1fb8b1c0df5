import type { WebContext } from "~/app-context";
import { canBeEdited } from "~/domain/scenario/status";
import type { SaveAnswer } from "~/editor/editor-server";
import { findScenario } from "~/queries/scenario.server";
import type { ShopRow } from "~/queries/shop.server";
import type { saveScenario } from "~/services/scenarios/save-scenario.server";

/** What the editor is told of a save. Apart from its route, since a route may export nothing else of the server. */
export async function saveAnswer(context: Pick<WebContext, "db">, shop: Pick<ShopRow, "id">, scenarioId: string, saved: Awaited<ReturnType<typeof saveScenario>>): Promise<SaveAnswer> {
  if (saved.ok) return { is: "saved", revision: saved.revision };
  if (saved.key === "problems") return { is: "problems", problems: saved.problems ?? [] };
  const now = saved.key === "conflict" ? await findScenario(context.db, shop.id, scenarioId) : undefined;
  // It may have got a status meanwhile in which it cannot be saved at all.
  return now && canBeEdited(now.status) ? { is: "conflict", revision: now.revision } : { is: "refused" };
}
