import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { DataRequestPayload } from "~/adapters/shopify/webhooks/shop-payloads";
import type { ShopRow } from "~/queries/shop.server";
import { customerIdsOf } from "./save-customers.server";
import type { WebhookDeps } from "~/services/shopify/webhook-deps";

/** customers/data_request: keeps a report of all that is stored about her, for the merchant to hand over. */
export async function recordDataRequest(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: DataRequestPayload): Promise<void> {
  const customerId = (await customerIdsOf(tx, shop.id, [payload.customer.id])).get(payload.customer.id);
  const report = customerId === undefined ? null : JSON.stringify(await reportOn(tx, shop.id, customerId));
  await tx.forShop(shop.id).insertInto("DataRequest")
    .values({ shopId: shop.id, id: payload.data_request.id, customerShopifyId: payload.customer.id, requestedAt: deps.triggeredAt, report })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function reportOn(tx: WriteStatements, shopId: number, customerId: string) {
  const own = tx.forShop(shopId);
  const profile = await own.selectFrom("Customer").selectAll().where("id", "=", customerId).executeTakeFirst();
  return {
    profile,
    tags: await own.selectFrom("CustomerTag").select(["tag", "addedAt", "source"]).where("customerId", "=", customerId).execute(),
    consents: await own.selectFrom("CustomerConsent").select(["consentId", "state", "changedAt", "source", "evidence"]).where("customerId", "=", customerId).execute(),
    consentStatements: await own.selectFrom("ConsentStatement").select(["consentId", "state", "at", "source", "text", "evidence"]).where("customerId", "=", customerId).orderBy("at").orderBy("id").execute(),
    traits: await own.selectFrom("CustomerTrait").innerJoin("Trait", (join) => join.onRef("Trait.shopId", "=", "CustomerTrait.shopId").onRef("Trait.id", "=", "CustomerTrait.traitId"))
      .select(["Trait.key", "Trait.name", "Trait.type", "CustomerTrait.text", "CustomerTrait.number", "CustomerTrait.changedAt", "CustomerTrait.source"]).where("CustomerTrait.customerId", "=", customerId).execute(),
    traitChanges: await own.selectFrom("TraitChange").innerJoin("Trait", (join) => join.onRef("Trait.shopId", "=", "TraitChange.shopId").onRef("Trait.id", "=", "TraitChange.traitId"))
      .select(["Trait.key", "TraitChange.at", "TraitChange.did", "TraitChange.amount", "TraitChange.text", "TraitChange.number", "TraitChange.source"]).where("TraitChange.customerId", "=", customerId).orderBy("TraitChange.at").orderBy("TraitChange.id").execute(),
    leftOutOfFiles: await leftOutOfFiles(own, customerId),
    signUps: !profile?.email ? [] : await own.selectFrom("SignUp").select(["email", "phone", "consents", "agent", "at"]).where("email", "=", profile.email).execute(),
    browsers: await own.selectFrom("Visitor").select(["id", "identifiedBy", "identifiedAt", "firstSeenAt", "lastSeenAt"]).where("customerId", "=", customerId).execute(),
    pushBrowsers: await own.selectFrom("PushSubscription").select(["endpoint", "text", "agent", "createdAt", "lastSeenAt", "goneAt"]).where("customerId", "=", customerId).execute(),
    carts: await own.selectFrom("Cart").selectAll().where("customerId", "=", customerId).execute(),
    orders: await own.selectFrom("ShopOrder").selectAll().where("customerId", "=", customerId).execute(),
    pricesSeen: await own.selectFrom("PriceSeen").select(["productId", "variantId", "market", "priceMinor", "currency", "seenAt", "viewedAt", "addedAt", "favouredAt", "announcedMinor", "announcedAt"]).where("known", "=", 1).where("subjectId", "=", customerId).execute(),
    favourites: await own.selectFrom("Favourite").select(["productId", "variantId", "marked", "changedAt"]).where("known", "=", 1).where("subjectId", "=", customerId).execute(),
    events: await own.selectFrom("Event").select(["type", "at", "source", "properties"]).where("customerId", "=", customerId).orderBy("at").execute(),
    segments: await own.selectFrom("SegmentMember").innerJoin("Segment", (join) => join.onRef("Segment.shopId", "=", "SegmentMember.shopId").onRef("Segment.id", "=", "SegmentMember.segmentId")).select(["Segment.name", "SegmentMember.since"]).where("SegmentMember.customerId", "=", customerId).execute(),
    shopifySegments: (await own.selectFrom("ShopifySegmentMember").innerJoin("ShopifySegment", (join) => join.onRef("ShopifySegment.shopId", "=", "ShopifySegmentMember.shopId").onRef("ShopifySegment.id", "=", "ShopifySegmentMember.segmentId"))
      .select("ShopifySegment.name").where("ShopifySegmentMember.customerId", "=", customerId).orderBy("ShopifySegment.name").execute()).map(({ name }) => name),
    scenarios: await own.selectFrom("Run").select(["scenarioId", "status", "reason", "context", "enteredAt", "endedAt"]).where("customerId", "=", customerId).execute(),
    messages: await own.selectFrom("Message").select(["channel", "status", "toAddress", "subject", "queuedAt", "handedOverAt", "deliveredAt", "openedAt", "clickedAt", "unsubscribedAt"]).where("customerId", "=", customerId).execute(),
    discountCodes: await own.selectFrom("DiscountCode").select(["code", "kind", "worth", "percent", "amountMinor", "currency", "issuedAt", "expiresAt", "usedAt"]).where("customerId", "=", customerId).execute(),
    toldOthers: (await own.selectFrom("Errand").select(["kind", "status", "payload", "queuedAt", "settledAt"]).where("customerId", "=", customerId).orderBy("queuedAt").orderBy("id").execute())
      .map(({ payload, ...errand }) => ({ ...errand, payload: whatWasTold(payload) })),
  };
}

/** R24: lines of files of traits that name the customer and had something left out. */
async function leftOutOfFiles(own: ReturnType<WriteStatements["forShop"]>, customerId: string) {
  const customer = await own.selectFrom("Customer").select(["email", "phone", "shopifyId"]).where("id", "=", customerId).executeTakeFirst();
  const names = [customer?.email, customer?.phone, customer?.shopifyId].filter((name) => typeof name === "string");
  return names.length === 0 ? [] : own.selectFrom("TraitImportFault").select(["line", "column", "fault", "value"]).where("who", "in", names).execute();
}

const stored = z.record(z.string(), z.unknown()).nullable().catch(null);

/** What others were told of the customer: the headers and the query of an address carry the merchant's keys, which are not the customer's to see. */
function whatWasTold(payload: string | null): Record<string, unknown> | null {
  const told = stored.parse(payload === null ? null : JSON.parse(payload));
  if (told === null) return null;
  const { headers: _, url, ...rest } = told;
  return typeof url === "string" && URL.canParse(url) ? { ...rest, host: new URL(url).host } : rest;
}
