import type { WriteStatements } from "~/adapters/db/database.server";
import type { Activity, TriggerContext } from "~/domain/scenario/entry-point-type";
import { pageMatches } from "~/domain/scenario/page-match";
import type { ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { endRuns } from "./end-runs.server";
import type { WriteDeps } from "~/services/write-deps";

const PIECE = 500;

/** R8: whether the activity ends runs of one of these scenarios. */
export function isExit(scenarios: readonly ActiveScenario[], activity: Activity): boolean {
  return scenarios.some((scenario) => ends(scenario, activity));
}

function ends({ compiled: { settings: { exits } } }: ActiveScenario, { type, page }: Activity): boolean {
  if (type === "order_placed") return exits.onOrder;
  return type === "page_viewed" && page !== undefined && exits.onPage.some((match) => pageMatches(match, page));
}

/**
 * R8: orders and pages end the runs of those who placed or visited them. What happened before that which began the run,
 * or let her in itself, ends nothing, however late it is told.
 */
export async function exitRuns(
  tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, scenarios: readonly ActiveScenario[], activities: readonly Activity[],
): Promise<void> {
  if (activities.length === 0) return;
  const leaving = scenarios.filter((scenario) => activities.some((activity) => ends(scenario, activity)));
  const runs = await tx.forShop(shop.id).selectFrom("Run").select(["id", "scenarioId", "customerId", "factKey", "context", "enteredAt"])
    .where("customerId", "in", [...new Set(activities.map(({ subjectId }) => subjectId))]).where("status", "=", "active")
    .where("scenarioId", "in", leaving.map(({ id }) => id)).execute();

  const byScenario = new Map(leaving.map((scenario) => [scenario.id, scenario]));
  const ordered: string[] = [];
  const visited: string[] = [];
  for (const run of runs) {
    const scenario = byScenario.get(run.scenarioId);
    const began = (JSON.parse(run.context) as TriggerContext).at ?? run.enteredAt;
    const exit = activities.find((activity) => activity.subjectId === run.customerId && activity.key !== run.factKey && activity.at >= began && scenario && ends(scenario, activity));
    if (exit) (exit.type === "order_placed" ? ordered : visited).push(run.id);
  }
  for (let start = 0; start < ordered.length; start += PIECE) await endRuns(tx, deps, shop, ordered.slice(start, start + PIECE), "order-placed");
  for (let start = 0; start < visited.length; start += PIECE) await endRuns(tx, deps, shop, visited.slice(start, start + PIECE), "page-visited");
}
