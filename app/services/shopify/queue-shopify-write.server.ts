import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

/** The states of marketing consent that Shopify lets an app write. */
export type WritableConsent = "granted" | "withdrawn" | "pending";

/** The channels for which Shopify keeps a marketing consent of its own. */
export type ShopifyChannel = "email" | "sms";

/** Whether a consent of ours (`Consent.shopify`) is kept in step with one of Shopify's. */
export const isShopifyChannel = (channel: string | null): channel is ShopifyChannel => channel === "email" || channel === "sms";

/** Tags a customer is to have and not to have; other tags are left alone. */
export interface TagWishes {
  add: string[];
  remove: string[];
}

/** What Shopify has to learn. `subjectId` is the customer's id, or empty where it concerns the shop. */
export type ShopifyWriteRequest =
  | { kind: `${ShopifyChannel}-consent`; subjectId: string; payload: { state: WritableConsent; at: Instant } }
  | { kind: "tags"; subjectId: string; payload: TagWishes }
  | { kind: "traits"; subjectId: string; payload: { traits: string[] } }
  | { kind: "app-config"; subjectId: ""; payload: { proxyPath: string } };

/**
 * Lets Shopify know of a customer's marketing consent (R45), in the transaction that changed it here, so that neither
 * happens without the other. `at` is when she decided, domain time. Wake "shopify-writes" after the commit.
 */
export async function queueConsentWrite(tx: WriteStatements, shopId: number, channel: ShopifyChannel, customerId: string, state: WritableConsent, at: Instant): Promise<void> {
  await queueShopifyWrite(tx, shopId, { kind: `${channel}-consent`, subjectId: customerId, payload: { state, at } }, at);
}

/** Puts a state into the outbox; it takes the place of one that still waits for the same subject. */
export async function queueShopifyWrite(tx: WriteStatements, shopId: number, request: ShopifyWriteRequest, now: Instant): Promise<void> {
  await queueShopifyWrites(tx, shopId, [request], now);
}

/** The same for many, each kind and subject named once. */
export async function queueShopifyWrites(tx: WriteStatements, shopId: number, requests: readonly ShopifyWriteRequest[], now: Instant): Promise<void> {
  const fresh = { status: "waiting", attempts: 0, nextTryAt: now, leaseUntil: null, error: null, queuedAt: now, doneAt: null };
  for (const chunk of chunksOf(requests, 250)) {
    await tx.forShop(shopId).insertInto("ShopifyWrite")
      .values(chunk.map(({ kind, subjectId, payload }) => ({ shopId, kind, subjectId, payload: JSON.stringify(payload), revision: 1, ...fresh })))
      .onConflict((conflict) => conflict.columns(["shopId", "kind", "subjectId"]).doUpdateSet((row) => ({ ...fresh, payload: row.ref("excluded.payload"), revision: sql`"ShopifyWrite"."revision" + 1` })))
      .execute();
  }
}

/** Those of the customers who are in Shopify: of the others there is nobody to tell. */
export async function knownToShopify(tx: WriteStatements, shopId: number, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const ids of chunksOf(customerIds, 500)) {
    const rows = await tx.forShop(shopId).selectFrom("Customer").select("id").where("id", "in", ids).where("shopifyId", "is not", null).where("deletedAt", "is", null).execute();
    for (const { id } of rows) known.add(id);
  }
  return known;
}
