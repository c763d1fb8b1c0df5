import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { EntryRequest } from "./enter-runs.server";

export interface Insiders {
  /** The fact met this scenario before; whatever was decided then stands. */
  isTold(request: EntryRequest): boolean;
  /** Active runs of the customer in the scenario, oldest first. */
  insideOf(request: EntryRequest): readonly string[];
  /** When her last run ended that was not replaced. */
  lastEndedOf(request: EntryRequest): Instant | null;
}

/** What R5–R7 ask about the customers who would enter, in three statements. */
export async function readInsiders(tx: WriteStatements, shopId: number, requests: readonly EntryRequest[]): Promise<Insiders> {
  const shop = tx.forShop(shopId);
  const scenarioIds = [...new Set(requests.map(({ scenario }) => scenario.id))];
  const customerIds = [...new Set(requests.map(({ customerId }) => customerId))];
  const told = await shop.selectFrom("EntryDecision").select(["scenarioId", "factKey"])
    .where("scenarioId", "in", scenarioIds).where("factKey", "in", requests.map(({ factKey }) => factKey)).execute();
  const runs = await shop.selectFrom("Run").select(["id", "scenarioId", "customerId"])
    .where("customerId", "in", customerIds).where("status", "=", "active").where("scenarioId", "in", scenarioIds)
    .orderBy("enteredAt").orderBy("id").execute();
  const asksEnds = requests.filter(({ scenario }) => scenario.compiled.settings.reentry.afterEnd !== "always");
  const ended = asksEnds.length === 0 ? [] : await shop.selectFrom("Run").select(["scenarioId", "customerId"])
    .select((of) => of.fn.max("endedAt").as("endedAt"))
    .where("customerId", "in", customerIds).where("status", "in", ["completed", "removed"]).where("scenarioId", "in", scenarioIds)
    .where((of) => of.or([of("reason", "is", null), of("reason", "!=", "replaced")]))
    .groupBy(["scenarioId", "customerId"]).execute();

  const toldKeys = new Set(told.map(({ scenarioId, factKey }) => `${scenarioId}:${factKey}`));
  const inside = new Map<string, string[]>();
  for (const { id, scenarioId, customerId } of runs) {
    const key = `${scenarioId}:${customerId}`;
    const ids = inside.get(key);
    if (ids) ids.push(id);
    else inside.set(key, [id]);
  }
  const ends = new Map(ended.map(({ scenarioId, customerId, endedAt }) => [`${scenarioId}:${customerId}`, endedAt]));
  return {
    isTold: ({ scenario, factKey }) => toldKeys.has(`${scenario.id}:${factKey}`),
    insideOf: ({ scenario, customerId }) => inside.get(`${scenario.id}:${customerId}`) ?? [],
    lastEndedOf: ({ scenario, customerId }) => ends.get(`${scenario.id}:${customerId}`) ?? null,
  };
}
