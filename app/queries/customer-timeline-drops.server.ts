import type { Statements } from "~/adapters/db/database.server";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { chunksOf } from "~/services/chunks-of";

/** A product whose price fell. Both prices are minor units of the currency that the customer saw. */
export interface DropLine {
  /** Null where the product is gone. */
  title: string | null;
  wasMinor: number;
  nowMinor: number;
  currency: string;
}

interface Decision {
  id: string;
  runId: string | null;
  entryPointId: string;
  factKey: string;
}

/** R18e: what dropped in price for a customer, by the decision that let them in by it; the largest drop first. A run that took later ones meanwhile says nothing of the earlier. */
export async function readDropsOfDecisions(db: Pick<Statements, "forShop">, shopId: number, decisions: readonly Decision[]): Promise<ReadonlyMap<string, DropLine[]>> {
  const byDrop = decisions.filter(({ factKey, runId }) => runId !== null && factKey.startsWith("price-drop:"));
  const contexts = new Map<string, TriggerContext>();
  for (const chunk of chunksOf(byDrop.flatMap(({ runId }) => runId ?? []))) {
    const rows = await db.forShop(shopId).selectFrom("Run").select(["id", "context"]).where("id", "in", chunk).execute();
    for (const { id, context } of rows) contexts.set(id, JSON.parse(context) as TriggerContext);
  }
  const found = byDrop.flatMap(({ id, runId, entryPointId, factKey }) => {
    const context = contexts.get(runId ?? "");
    return context?.drops && factKey.startsWith(`price-drop:${entryPointId}:${context.occurrence}:`) ? [{ id, drops: context.drops }] : [];
  });
  const titles = new Map<string, string>();
  for (const chunk of chunksOf([...new Set(found.flatMap(({ drops }) => drops.map(({ productId }) => productId)))], 1_000)) {
    const rows = await db.forShop(shopId).selectFrom("Product").select(["id", "title"]).where("id", "in", chunk).execute();
    for (const { id, title } of rows) titles.set(id, title);
  }
  return new Map(found.map(({ id, drops }) => [id, drops.map(({ productId, wasMinor, nowMinor, currency }) => ({ title: titles.get(productId) ?? null, wasMinor, nowMinor, currency }))]));
}
