import type { WriteStatements } from "~/adapters/db/database.server";
import type { RedactCustomerPayload } from "~/adapters/shopify/webhooks/shop-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { forgetProfile } from "~/services/shopify/apply-customer-deletion.server";
import { chunksOf } from "~/services/chunks-of";
import { endRunsOfCustomer } from "~/services/runs/end-runs-of-customer.server";
import { customerIdsOf } from "./save-customers.server";
import type { WebhookDeps } from "~/services/shopify/webhook-deps";

/**
 * customers/redact: removes all that tells who she was or what she did in her browser. Runs, messages and orders stay as
 * nameless rows, since the shop's figures are counted from them.
 */
export async function redactCustomer(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: RedactCustomerPayload): Promise<void> {
  const own = tx.forShop(shop.id);
  for (const chunk of chunksOf(payload.orders_to_redact ?? [], 500)) await own.updateTable("ShopOrder").set({ email: null }).where("id", "in", chunk).execute();
  await own.deleteFrom("DataRequest").where("customerShopifyId", "=", payload.customer.id).execute();
  await forgetFailedWebhooks(tx, shop, payload.customer.id);
  if (payload.customer.email) await own.deleteFrom("SignUp").where("email", "=", payload.customer.email.toLowerCase()).execute();
  const customerId = (await customerIdsOf(tx, shop.id, [payload.customer.id])).get(payload.customer.id);
  if (customerId === undefined) return;
  await forgetInImports(tx, shop.id, customerId);
  await endRunsOfCustomer(tx, deps, shop, customerId, "customer-deleted");
  await redactBrowsing(tx, shop.id, customerId);
  await redactMessages(tx, shop.id, customerId);
  await own.updateTable("ShopOrder").set({ email: null }).where("customerId", "=", customerId).execute();
  await forgetProfile(tx, deps, shop.id, customerId);
  await own.updateTable("Customer").set({ shopifyId: null }).where("id", "=", customerId).execute();
}

/** R24: lines of files that name the customer. A file that waits for its mapping may do so too, and nobody misses it; one under way is gone within minutes. */
async function forgetInImports(tx: WriteStatements, shopId: number, customerId: string): Promise<void> {
  const own = tx.forShop(shopId);
  const customer = await own.selectFrom("Customer").select(["email", "phone", "shopifyId"]).where("id", "=", customerId).executeTakeFirst();
  const names = [customer?.email, customer?.phone, customer?.shopifyId].filter((name) => typeof name === "string");
  if (names.length > 0) await own.deleteFrom("TraitImportFault").where("who", "in", names).execute();
  const waiting = await own.selectFrom("TraitImport").select("id").where("status", "=", "uploading").execute();
  for (const { id } of waiting) {
    await own.deleteFrom("TraitImportPart").where("importId", "=", id).execute();
    await own.deleteFrom("TraitImport").where("id", "=", id).execute();
  }
}

/** Those that name her; another customer's id may contain the digits of hers. */
async function forgetFailedWebhooks(tx: WriteStatements, shop: ShopRow, shopifyId: string): Promise<void> {
  const failed = await tx.acrossShops.selectFrom("WebhookReceipt").select(["id", "payload"])
    .where("shopDomain", "=", shop.domain).where("status", "=", "failed").where("payload", "like", `%${shopifyId}%`).execute();
  const named = new RegExp(`(?<!\\d)${shopifyId}(?!\\d)`);
  for (const chunk of chunksOf(failed.filter(({ payload }) => named.test(payload)), 500)) {
    await tx.acrossShops.deleteFrom("WebhookReceipt").where("shopDomain", "=", shop.domain).where("id", "in", chunk.map(({ id }) => id)).execute();
  }
}

async function redactBrowsing(tx: WriteStatements, shopId: number, customerId: string): Promise<void> {
  const own = tx.forShop(shopId);
  await own.deleteFrom("PushSubscription").where("customerId", "=", customerId).execute();
  const visitors = await own.selectFrom("Visitor").select("id").where("customerId", "=", customerId).execute();
  await own.deleteFrom("Event").where("customerId", "=", customerId).execute();
  await own.deleteFrom("Cart").where("customerId", "=", customerId).execute();
  for (const table of ["PriceSeen", "Favourite"] as const) await own.deleteFrom(table).where("known", "=", 1).where("subjectId", "=", customerId).execute();
  for (const chunk of chunksOf(visitors.map(({ id }) => id), 500)) {
    for (const table of ["PriceSeen", "Favourite"] as const) await own.deleteFrom(table).where("known", "=", 0).where("subjectId", "in", chunk).execute();
    // What others did in the same browser is theirs.
    await own.deleteFrom("Event").where("visitorId", "in", chunk).where("customerId", "is", null).execute();
    await own.deleteFrom("Cart").where("visitorId", "in", chunk).where("customerId", "is", null).execute();
    await own.deleteFrom("IdleClock").where("subjectId", "in", chunk).execute();
    await own.deleteFrom("PushSubscription").where("visitorId", "in", chunk).where("customerId", "is", null).execute();
  }
  await own.deleteFrom("Visitor").where("customerId", "=", customerId).execute();
}

async function redactMessages(tx: WriteStatements, shopId: number, customerId: string): Promise<void> {
  const own = tx.forShop(shopId);
  const messages = await own.selectFrom("Message").select(["id", "toAddress", "status"]).where("customerId", "=", customerId).execute();
  for (const chunk of chunksOf(messages, 500)) {
    // Other customers' e-mails may have to go again in one call with hers, unchanged; the sender removes it after that, within a day.
    await own.deleteFrom("MessageContent").where("messageId", "in", chunk.filter(({ status }) => status !== "handing-over").map(({ id }) => id)).execute();
    await own.deleteFrom("ShortLink").where("messageId", "in", chunk.map(({ id }) => id)).execute();
    const addresses = [...new Set(chunk.flatMap(({ toAddress }) => toAddress?.toLowerCase() ?? []))];
    if (addresses.length > 0) await own.deleteFrom("SuppressedAddress").where("address", "in", addresses).execute();
  }
  await own.updateTable("Message").set({ toAddress: null, subject: null, detail: null }).where("customerId", "=", customerId).execute();
  await own.updateTable("Errand").set({ request: null, payload: null, result: null, error: null }).where("customerId", "=", customerId).execute();
  // The codes stay given out; nothing tells any more to whom.
  await own.updateTable("DiscountCode").set({ customerId: null, runId: null, effectId: null }).where("customerId", "=", customerId).execute();
  await own.updateTable("Interaction").set({ client: "", why: null }).where("customerId", "=", customerId).execute();
  const runs = await own.selectFrom("Run").select("id").where("customerId", "=", customerId).execute();
  for (const chunk of chunksOf(runs.map(({ id }) => id), 500)) {
    await own.updateTable("StepVisit").set({ detail: null }).where("runId", "in", chunk).execute();
    await own.updateTable("Run").set({ context: "{}" }).where("id", "in", chunk).execute();
  }
}
