import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import { knownToShopify, queueShopifyWrites } from "./queue-shopify-write.server";

/** As it stands in the outbox: the traits by their ids. What they are is read when they are told. */
export const traitWishes = z.object({ traits: z.array(z.string()) });

/**
 * Lets Shopify know of customers' traits that are chosen for it (R45), in the transaction that changed them here; traits that
 * are not chosen are passed over. What still waits for a customer is told along. The caller wakes "shopify-writes".
 */
export async function queueTraitWrites(tx: WriteStatements, shopId: number, changed: readonly { customerId: string; traitId: string }[], now: Instant): Promise<void> {
  if (changed.length === 0) return;
  const own = tx.forShop(shopId);
  const rows = await own.selectFrom("Trait").select("id").where("inShopify", "=", 1).where("deletedAt", "is", null).execute();
  const chosen = new Set(rows.map(({ id }) => id));
  const wishes = new Map<string, Set<string>>();
  for (const { customerId, traitId } of changed) if (chosen.has(traitId)) wishes.set(customerId, (wishes.get(customerId) ?? new Set()).add(traitId));
  const ids = [...await knownToShopify(tx, shopId, [...wishes.keys()])].sort();
  for (const chunk of chunksOf(ids, 500)) {
    const untold = await own.selectFrom("ShopifyWrite").select(["subjectId", "payload"]).where("kind", "=", "traits").where("subjectId", "in", chunk).where("status", "!=", "done").execute();
    for (const { subjectId, payload } of untold) for (const traitId of traitWishes.parse(JSON.parse(payload)).traits) wishes.get(subjectId)?.add(traitId);
  }
  await queueShopifyWrites(tx, shopId, ids.map((subjectId) => ({ kind: "traits", subjectId, payload: { traits: [...(wishes.get(subjectId) ?? [])].sort() } })), now);
}
