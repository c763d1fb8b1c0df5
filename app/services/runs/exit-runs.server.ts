import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import { chunksOf } from "~/services/chunks-of";
import type { Activity, TriggerContext } from "~/domain/scenario/entry-point-type";
import { pageMatches } from "~/domain/scenario/page-match";
import type { ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { activeRunsOf } from "./active-runs-of.server";
import { endRuns } from "./end-runs.server";
import type { WriteDeps } from "~/services/write-deps";

const PIECE = 500;

/** R8: whether the activity ends runs of one of these scenarios. */
export function isExit(scenarios: readonly ActiveScenario[], activity: Activity): boolean {
  return scenarios.some((scenario) => ends(scenario, activity));
}

function ends({ compiled: { settings: { exits } } }: ActiveScenario, { type, page }: Activity): boolean {
  if (type === "order_placed") return exits.onOrder || exits.onProductBought === true;
  return type === "page_viewed" && page !== undefined && exits.onPage.some((match) => pageMatches(match, page));
}

/**
 * R8: orders and pages end the runs of those who placed or visited them; where any order need not, one with a product of that which let the customer in. What happened before that which began the run,
 * or let her in itself, ends nothing, however late it is told.
 */
export async function exitRuns(
  tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, scenarios: readonly ActiveScenario[], activities: readonly Activity[],
): Promise<void> {
  if (activities.length === 0) return;
  const leaving = scenarios.filter((scenario) => activities.some((activity) => ends(scenario, activity)));
  const runs = await activeRunsOf(tx, shop.id, activities.map(({ subjectId }) => subjectId), leaving.map(({ id }) => id));

  const byScenario = new Map(leaving.map((scenario) => [scenario.id, scenario]));
  const carts = await productsOfCarts(tx, shop.id, runs.filter(({ scenarioId }) => byScenario.get(scenarioId)?.compiled.settings.exits.onProductBought));
  const ended: { id: string; reason: "order-placed" | "product-bought" | "page-visited" }[] = [];
  for (const run of runs) {
    const scenario = byScenario.get(run.scenarioId);
    const context = JSON.parse(run.context) as TriggerContext;
    const began = context.at ?? run.enteredAt;
    const products = new Set([...context.productIds ?? [], ...carts.get(context.cartToken ?? "") ?? []]);
    for (const activity of activities) {
      if (activity.subjectId !== run.customerId || activity.key === run.factKey || activity.at < began || !scenario || !ends(scenario, activity)) continue;
      const { onOrder } = scenario.compiled.settings.exits;
      const reason = activity.type === "page_viewed" ? "page-visited" : onOrder ? "order-placed" : activity.productIds?.some((id) => products.has(id)) ? "product-bought" : null;
      if (reason === null) continue;
      ended.push({ id: run.id, reason });
      break;
    }
  }
  for (const [reason, of] of Map.groupBy(ended, (end) => end.reason)) {
    for (const piece of chunksOf(of, PIECE)) await endRuns(tx, deps, shop, piece.map(({ id }) => id), reason);
  }
}

const cartLines = z.array(z.object({ productId: z.string() })).catch([]);

/** What lies, or lay when it was ordered, in the carts that let the runs in, by the cart's token. */
async function productsOfCarts(tx: WriteStatements, shopId: number, runs: readonly { context: string }[]): Promise<ReadonlyMap<string, string[]>> {
  const tokens = [...new Set(runs.flatMap(({ context }) => (JSON.parse(context) as TriggerContext).cartToken ?? []))];
  const found = new Map<string, string[]>();
  for (const piece of chunksOf(tokens, PIECE)) {
    const carts = await tx.forShop(shopId).selectFrom("Cart").select(["token", "lines"]).where("token", "in", piece).execute();
    for (const { token, lines } of carts) found.set(token, cartLines.parse(JSON.parse(lines)).map(({ productId }) => productId));
  }
  return found;
}
