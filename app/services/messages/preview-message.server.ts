import type { AppContext } from "~/app-context";
import type { Environment } from "~/env.server";
import { buildMessageData, type MessageSources } from "~/domain/message/build-message-data";
import { TemplateFault } from "~/domain/message/liquid-engine";
import { EmptyMessage, renderEmail } from "~/domain/message/render-email";
import { loadMessageSources, readCart, type MessageSubject } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import type { SendEmailConfig } from "~/steps/send-email/definition";
import { sampleDiscounts } from "~/services/discounts/sample-discounts.server";
import { frameTexts } from "./frame-texts.server";

export interface MessagePreview {
  ok: true;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  /** Whether the products are her own cart's, or, since she has none, a sample of the shop's catalogue. */
  products: "her-cart" | "sample";
  /** Whether it shows a discount code; then it is a sample, marked as one. */
  sampleCode: boolean;
  customer: { id: string; name: string; email: string | null } | null;
}

export interface PreviewFault {
  ok: false;
  /** `template`: broken Liquid or data, with line and column. */
  reason: "template" | "empty-subject" | "empty-body";
  message: string;
  line: number | null;
  column: number | null;
}

export type PreviewContext = Pick<AppContext, "db" | "clock"> & { env: Pick<Environment, "SHOPIFY_APP_URL"> };

/**
 * Renders an e-mail as the customer would get it now, with her latest cart that she has not ordered, or else three real
 * products of the shop. Without a customer it takes the one who was changed last. Nothing is tracked, stored or counted.
 */
export async function previewMessage(context: PreviewContext, shop: ShopRow, { config, customerId }: { config: SendEmailConfig; customerId: string | null }): Promise<MessagePreview | PreviewFault> {
  const person = await findCustomer(context, shop.id, customerId);
  const latest = person ? await latestCart(context, shop.id, person.id) : null;
  const discounts = sampleDiscounts(config, context.clock.now());
  const sources = await sourcesFor(context, shop, person, latest, discounts);
  const setting = { now: context.clock.now(), timeZone: shop.timeZone, locale: sources.locale, currency: shop.currency };
  const origin = context.env.SHOPIFY_APP_URL.replace(/\/+$/, "");
  try {
    const { subject, preheader, html, text } = renderEmail(config, buildMessageData(sources), setting, frameTexts(shop.name, config.transactional), { unsubscribe: `${origin}/m/u/sample`, link: null, open: null });
    return {
      ok: true, subject, preheader, html, text, products: latest ? "her-cart" : "sample", sampleCode: discounts.length > 0,
      customer: person ? { id: person.id, name: `${person.firstName} ${person.lastName}`.trim(), email: person.email } : null,
    };
  } catch (error) {
    if (error instanceof TemplateFault) return { ok: false, reason: "template", message: error.message, line: error.line, column: error.column };
    if (error instanceof EmptyMessage) return { ok: false, reason: `empty-${error.part}`, message: error.message, line: null, column: null };
    throw error;
  }
}

type Person = MessageSubject["customer"] & { id: string };

async function findCustomer({ db }: PreviewContext, shopId: number, customerId: string | null): Promise<Person | null> {
  const people = db.forShop(shopId).selectFrom("Customer").select(["id", "email", "firstName", "lastName", "city", "countryCode", "ordersCount", "totalSpentMinor", "currency"]).where("deletedAt", "is", null);
  const found = customerId === null ? people.orderBy("updatedAt", "desc").limit(1) : people.where("id", "=", customerId);
  return (await found.executeTakeFirst()) ?? null;
}

async function latestCart({ db }: PreviewContext, shopId: number, customerId: string): Promise<MessageSubject["cart"]> {
  const row = await db.forShop(shopId).selectFrom("Cart").select(["currency", "totalMinor", "lines", "checkoutUrl"])
    .where("customerId", "=", customerId).where("orderedAt", "is", null).where("lines", "!=", "[]").orderBy("updatedAt", "desc").limit(1).executeTakeFirst();
  return row ? readCart(row) : null;
}

async function sourcesFor(context: PreviewContext, shop: ShopRow, person: Person | null, cart: MessageSubject["cart"], discounts: MessageSubject["discounts"]): Promise<MessageSources> {
  const customer = person ?? { id: null, email: null, firstName: "", lastName: "", city: null, countryCode: null, ordersCount: 0, totalSpentMinor: 0, currency: shop.currency };
  const [sources] = await loadMessageSources(context.db, shop, [{ customer, cart: cart ?? (await sampleCart(context, shop)), discounts, context: {} }]);
  if (!sources) throw new Error("no sources for the preview");
  return sources;
}

/** Three products that can be bought and have a picture, one of them twice. */
async function sampleCart({ db }: PreviewContext, shop: ShopRow): Promise<MessageSubject["cart"]> {
  const rows = await db.forShop(shop.id).sql.selectFrom("Product as p")
    .innerJoin("Variant as v", (join) => join.onRef("v.shopId", "=", "p.shopId").onRef("v.productId", "=", "p.id"))
    .select(["p.id as productId", "v.id as variantId", "v.priceMinor", "v.currency"])
    .where("p.shopId", "=", shop.id).where("p.status", "=", "ACTIVE").where("p.deletedAt", "is", null).where("p.imageUrl", "is not", null).where("v.available", "=", 1).where("v.position", "<=", 1)
    .orderBy("p.updatedAt", "desc").orderBy("p.id").limit(3).execute();
  const [first] = rows;
  if (!first) return null;
  const lines = rows.filter(({ currency }) => currency === first.currency).map(({ productId, variantId, priceMinor }, index) => {
    const quantity = index === 1 ? 2 : 1;
    return { productId, variantId, quantity, lineMinor: priceMinor * quantity };
  });
  return { currency: first.currency, totalMinor: lines.reduce((sum, { lineMinor }) => sum + lineMinor, 0), lines, checkoutUrl: null };
}
