import type { WriteStatements } from "~/adapters/db/database.server";
import type { AdminApi } from "~/adapters/shopify/admin-api";
import { shopFacts } from "~/adapters/shopify/queries/shop-facts";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import { createI18n } from "~/locales/i18n";
import { keepSchedulesOfShop } from "~/services/scenarios/keep-schedules.server";
import { queueShopifyWrite } from "~/services/shopify/queue-shopify-write.server";

/** The order in which they are imported: orders refer to customers and products, collections to products. */
export const IMPORT_KINDS = ["customers", "products", "collections", "orders"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const PROXY_PATH = "/apps/scenarios";

/** What a new shop starts with; the merchant changes it in the settings. */
const CLICK_WINDOW_DAYS = 7;
const OPEN_WINDOW_DAYS = 2;

/**
 * After a token exchange: reads the shop from Shopify, stores it with its consents and asks for the first import. A shop
 * that installs the app again keeps its history and is imported anew. Called again, or twice at once, it does no more
 * than bring the shop's facts up to date. Throws AdminApiError where Shopify does not answer.
 */
export async function installShop(context: ServiceContext, installed: { domain: string; api: AdminApi }): Promise<void> {
  const { data } = await installed.api.ask(shopFacts, {});
  const now = context.clock.now();
  const facts = {
    shopifyId: data.shop.id, name: data.shop.name, email: data.shop.contactEmail, currency: data.shop.currencyCode, timeZone: data.shop.ianaTimezone,
    storefrontUrl: data.shop.primaryDomain.url,
  };
  const fresh = await context.db.write(async (tx) => {
    const known = await tx.acrossShops.selectFrom("Shop").select(["id", "uninstalledAt", "proxyPath"]).where("domain", "=", installed.domain).executeTakeFirst();
    const starting = !known || known.uninstalledAt !== null;
    const shopId = known ? known.id : await insertShop(tx, installed.domain, facts, now);
    if (known) await tx.acrossShops.updateTable("Shop").set({ ...facts, ...(starting ? { installedAt: now, uninstalledAt: null } : {}) }).where("id", "=", shopId).execute();
    await addDefaultConsents(tx, context.newId, shopId);
    if (known) await keepSchedulesOfShop(tx, { now, newId: context.newId, log: context.log }, shopId);
    if (starting) {
      await queueImports(tx, context.newId, shopId, now);
      await readSegmentsAnew(tx, shopId, now);
      await queueShopifyWrite(tx, shopId, { kind: "app-config", subjectId: "", payload: { proxyPath: known?.proxyPath ?? PROXY_PATH } }, now);
    }
    return starting;
  });
  if (!fresh) return;
  context.log.info({ shop: installed.domain }, "shop installed");
  context.wake.wake("import");
  context.wake.wake("shopify-segments");
  context.wake.wake("shopify-writes");
}

async function insertShop(
  tx: WriteStatements, domain: string, facts: { shopifyId: string; name: string; email: string; currency: string; timeZone: string; storefrontUrl: string }, now: Instant,
): Promise<number> {
  const { id } = await tx.acrossShops.insertInto("Shop")
    .values({
      ...facts, domain, locale: "en", senderName: facts.name, senderEmail: facts.email, senderVerifiedAt: null,
      clickWindowDays: CLICK_WINDOW_DAYS, openWindowDays: OPEN_WINDOW_DAYS, proxyPath: PROXY_PATH, installedAt: now, uninstalledAt: null, shopifyUpdatedAt: null,
    })
    .returning("id").executeTakeFirstOrThrow();
  return id;
}

/** R42: newsletter and text messages, kept in step with Shopify's marketing consents, and web push, which Shopify does not know. A merchant's own definitions stay. */
async function addDefaultConsents(tx: WriteStatements, newId: () => string, shopId: number): Promise<void> {
  const { t } = createI18n("en");
  await tx.forShop(shopId).insertInto("Consent")
    .values([
      { shopId, id: newId(), key: "newsletter", name: t("customers:defaultConsents.newsletter"), channels: JSON.stringify(["email"]), shopify: "email" },
      { shopId, id: newId(), key: "sms", name: t("customers:defaultConsents.sms"), channels: JSON.stringify(["sms"]), shopify: "sms" },
      { shopId, id: newId(), key: "push", name: t("customers:defaultConsents.push"), channels: JSON.stringify(["push"]), shopify: null },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** R23: those that are asked for rested while the app was gone; what Shopify gathered for a reading before that is not asked for. */
async function readSegmentsAnew(tx: WriteStatements, shopId: number, now: Instant): Promise<void> {
  const own = tx.forShop(shopId);
  await own.updateTable("ShopifySegment").set({ beganAt: null, beganQuery: null, searchId: null, cursor: null }).where("searchId", "is not", null).execute();
  await own.updateTable("ShopifySegment").set({ dueAt: now, attempts: 0, error: null }).where("dueAt", "is not", null).execute();
}

async function queueImports(tx: WriteStatements, newId: () => string, shopId: number, now: Instant): Promise<void> {
  await tx.forShop(shopId).deleteFrom("ImportJob").where("status", "in", ["waiting", "running"]).execute();
  await tx.forShop(shopId).insertInto("ImportJob")
    .values(IMPORT_KINDS.map((kind) => ({
      shopId, id: newId(), kind, status: "waiting", done: 0, total: null, error: null,
      createdAt: now, startedAt: null, finishedAt: null, leaseUntil: null, attempts: 0, nextTryAt: now,
    })))
    .execute();
}
