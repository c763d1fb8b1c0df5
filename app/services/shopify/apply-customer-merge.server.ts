import type { WriteStatements } from "~/adapters/db/database.server";
import type { MergePayload } from "~/adapters/shopify/webhooks/customer-payloads";
import type { ConsentChange } from "~/domain/consent/later-consent";
import type { ShopRow } from "~/queries/shop.server";
import { forgetProfile } from "./apply-customer-deletion.server";
import { endRunsOfCustomer } from "~/services/runs/end-runs-of-customer.server";
import { joinFavourites } from "~/services/prices/mark-favourites.server";
import { joinPricesSeen } from "~/services/prices/see-prices.server";
import { takeHistory } from "~/services/runs/take-history.server";
import { queueConsentWrite, type ShopifyChannel, type WritableConsent } from "./queue-shopify-write.server";
import { queueTraitWrites } from "./queue-trait-writes.server";
import { noteLastOrdersOf } from "./save-orders.server";
import { tagWishes } from "./queue-tag-writes.server";
import { wakeWaiting } from "~/services/runs/wake-waiting.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { changeTags } from "~/services/customers/change-tags.server";
import { consentInStepWith, recordConsents } from "~/services/customers/record-consents.server";
import { buyerIdsOf, customerIdOf } from "~/services/customers/save-customers.server";
import type { WebhookDeps } from "./webhook-deps";

/** Where a customer's history lies, and follows her; events by `takeHistory`. Her runs have ended by then. */
const HISTORY = ["Visitor", "Cart", "ShopOrder", "Run", "EntryDecision", "Message", "Errand", "DiscountCode", "Interaction", "Conversion", "ConsentStatement", "TraitChange", "PushSubscription"] as const;

/**
 * customers/merge: two were one. The removed one leaves her scenarios as "merged"; her browsers, carts, orders, messages,
 * consents and traits become those of the kept one (the later holds), her idle clocks go on. Tags and totals
 * come by their own webhooks, but for tags of which Shopify was still to hear. Of a removed one whom we were never told of the pointer
 * to the kept one stays, so that what is told of her later finds its way; and merges may be told in any order.
 */
export async function applyCustomerMerge(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: MergePayload): Promise<void> {
  if (payload.status !== "completed") return;
  const gone = await customerIdOf(tx, deps, shop, payload.admin_graphql_api_customer_deleted_id);
  const kept = await keptOne(tx, deps, shop, payload.admin_graphql_api_customer_kept_id);
  if (kept === gone) return;
  const own = tx.forShop(shop.id);
  await takeHistory(tx, deps, shop, { customerId: gone }, kept);
  await endRunsOfCustomer(tx, deps, shop, gone, "merged");
  for (const table of HISTORY) await own.updateTable(table).set({ customerId: kept }).where("customerId", "=", gone).execute();
  await noteLastOrdersOf(tx, shop.id, [gone, kept]);
  await joinPricesSeen(tx, shop.id, { known: 1, subjectId: gone }, kept);
  await joinFavourites(tx, shop.id, { known: 1, subjectId: gone }, kept);
  const consents = await own.selectFrom("CustomerConsent").selectAll().where("customerId", "=", gone).execute();
  for (const consent of consents) {
    const { state, changedAt, source, evidence } = consent;
    await recordConsents(tx, deps, shop.id, consent.consentId, [{ customerId: kept, state: state as ConsentChange["state"], at: changedAt, source, text: null, evidence }]);
  }
  await passOnTraits(tx, deps, shop.id, gone, kept);
  for (const channel of ["email", "sms"] as const) await passOnConsentWrite(tx, shop.id, channel, gone, kept);
  await passOnTagWrite(tx, deps, shop.id, gone, kept);
  await forgetProfile(tx, deps, shop.id, gone);
  // Those who were merged into the removed one before go on to the kept one too.
  await own.updateTable("Customer").set({ mergedIntoId: kept }).where((row) => row.or([row("id", "=", gone), row("mergedIntoId", "=", gone)])).execute();
  await customersChanged(tx, deps, shop.id, [{ customerId: kept, need: "all", at: deps.now }]);
}

/** Who was kept may have been merged into another since. */
async function keptOne(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, shopifyId: string): Promise<string> {
  const id = await customerIdOf(tx, deps, shop, shopifyId);
  return (await buyerIdsOf(tx, shop.id, [shopifyId])).get(shopifyId) ?? id;
}

async function passOnTraits(tx: WriteStatements, deps: WebhookDeps, shopId: number, gone: string, kept: string): Promise<void> {
  const own = tx.forShop(shopId);
  const traits = await own.selectFrom("CustomerTrait").selectAll().where("customerId", "=", gone).orderBy("traitId").execute();
  if (traits.length === 0) return;
  await own.insertInto("CustomerTrait").values(traits.map((trait) => ({ ...trait, customerId: kept })))
    .onConflict((conflict) => conflict.columns(["shopId", "customerId", "traitId"])
      .doUpdateSet((row) => ({ text: row.ref("excluded.text"), number: row.ref("excluded.number"), changedAt: row.ref("excluded.changedAt"), source: row.ref("excluded.source") }))
      .whereRef("CustomerTrait.changedAt", "<", "excluded.changedAt"))
    .execute();
  await queueTraitWrites(tx, shopId, traits.map(({ traitId }) => ({ customerId: kept, traitId })), deps.now);
  await wakeWaiting(tx, shopId, [kept], deps.now);
}

/** What Shopify was still to hear of the removed one's consent, it hears of the kept one, where it holds for her. */
async function passOnConsentWrite(tx: WriteStatements, shopId: number, channel: ShopifyChannel, gone: string, kept: string): Promise<void> {
  const own = tx.forShop(shopId);
  const waiting = await own.selectFrom("ShopifyWrite").select("queuedAt").where("kind", "=", `${channel}-consent`).where("subjectId", "=", gone).where("status", "=", "waiting").executeTakeFirst();
  const consentId = await consentInStepWith(tx, shopId, channel);
  if (!waiting || consentId === null) return;
  const holds = await own.selectFrom("CustomerConsent").select(["state", "changedAt"]).where("customerId", "=", kept).where("consentId", "=", consentId).executeTakeFirst();
  if (holds?.changedAt === waiting.queuedAt) await queueConsentWrite(tx, shopId, channel, kept, holds.state as WritableConsent, holds.changedAt);
}

/** What scenarios did to the removed one's tags and Shopify does not know yet, they do to the kept one's. */
async function passOnTagWrite(tx: WriteStatements, deps: WebhookDeps, shopId: number, gone: string, kept: string): Promise<void> {
  const waiting = await tx.forShop(shopId).selectFrom("ShopifyWrite").select("payload").where("kind", "=", "tags").where("subjectId", "=", gone).where("status", "!=", "done").executeTakeFirst();
  if (!waiting) return;
  const { add, remove } = tagWishes.parse(JSON.parse(waiting.payload));
  const change = (does: "add" | "remove") => (tag: string) => ({ customerId: kept, tag, does });
  await changeTags(tx, deps, shopId, [...remove.map(change("remove")), ...add.map(change("add"))]);
}
