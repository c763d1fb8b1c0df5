import type { WriteStatements } from "~/adapters/db/database.server";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";

export interface Refreshing {
  runId: string;
  context: TriggerContext;
  takes: "newest" | "most-valuable";
}

/**
 * R5 "refresh": the context each running run goes on with. The newest, or, as chosen, that of the more valuable cart; equal ones,
 * those of different currencies and those that were ordered or emptied give way to the newest. Two statements at most.
 */
export async function refreshedContexts(tx: WriteStatements, shopId: number, refreshing: readonly Refreshing[]): Promise<ReadonlyMap<string, TriggerContext>> {
  const chosen = new Map(refreshing.map(({ runId, context }) => [runId, context]));
  const comparing = refreshing.filter(({ takes }) => takes === "most-valuable");
  if (comparing.length === 0) return chosen;
  const shop = tx.forShop(shopId);
  const runs = await shop.selectFrom("Run").select(["id", "context"]).where("id", "in", comparing.map(({ runId }) => runId)).execute();
  const before = new Map(runs.map(({ id, context }) => [id, JSON.parse(context) as TriggerContext]));
  const tokens = [...new Set([...before.values(), ...comparing.map(({ context }) => context)].flatMap(({ cartToken }) => cartToken ?? []))];
  if (tokens.length === 0) return chosen;
  const carts = await shop.selectFrom("Cart").select(["token", "currency", "totalMinor", "orderedAt"]).where("token", "in", tokens).execute();
  const byToken = new Map(carts.map((cart) => [cart.token, cart]));
  for (const { runId, context } of comparing) {
    const running = before.get(runId);
    const theirs = byToken.get(running?.cartToken ?? "");
    const newest = byToken.get(context.cartToken ?? "");
    if (running && theirs && newest && theirs.orderedAt === null && theirs.currency === newest.currency && theirs.totalMinor > newest.totalMinor) chosen.set(runId, running);
  }
  return chosen;
}
