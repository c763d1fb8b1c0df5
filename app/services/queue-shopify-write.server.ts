import type { WriteStatements } from "~/adapters/db/database.server";
import { newId } from "~/adapters/db/new-id.server";
import type { Instant } from "~/domain/instant";

/** The state of marketing consent that Shopify lets an app write. */
export type WritableConsent = "granted" | "withdrawn" | "pending";

export type ShopifyWritePayload =
  | { kind: "email-consent"; subjectId: string; payload: { state: WritableConsent; at: Instant } }
  | { kind: "app-config"; subjectId: ""; payload: { proxyPath: string } };

/**
 * Lets Shopify know of a customer's e-mail consent (R45), in the transaction that changed it here, so that neither
 * happens without the other. `at` is when she decided. Wake "shopify-writes" after the transaction.
 */
export async function queueConsentWrite(tx: WriteStatements, shopId: number, customerId: string, state: WritableConsent, at: Instant): Promise<void> {
  await queueShopifyWrite(tx, shopId, { kind: "email-consent", subjectId: customerId, payload: { state, at } }, at);
}

/** Puts a change into the outbox. One that still waits for the same subject is superseded: only the newest is written. */
export async function queueShopifyWrite(tx: WriteStatements, shopId: number, write: ShopifyWritePayload, now: Instant): Promise<void> {
  await tx.forShop(shopId).updateTable("ShopifyWrite")
    .set({ status: "superseded", doneAt: now })
    .where("kind", "=", write.kind).where("subjectId", "=", write.subjectId).where("status", "=", "waiting")
    .execute();
  await tx.forShop(shopId).insertInto("ShopifyWrite").values({
    shopId, id: newId(), kind: write.kind, subjectId: write.subjectId, payload: JSON.stringify(write.payload),
    status: "waiting", attempts: 0, nextTryAt: now, leaseUntil: null, error: null, createdAt: now, doneAt: null,
  }).execute();
}
