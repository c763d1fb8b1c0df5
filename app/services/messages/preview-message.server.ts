import type { AppContext } from "~/app-context";
import type { Environment } from "~/env.server";
import { buildMessageData, type MessageSources } from "~/domain/message/build-message-data";
import { TemplateFault } from "~/domain/message/liquid-engine";
import { textsOfEmail, type EmailTemplate } from "~/domain/message/check-email-template";
import { countSegments, type Segments } from "~/domain/message/count-segments";
import { renderSms, textsOfSms } from "~/domain/message/render-sms";
import { renderPush, textsOfPush, type PushTemplate } from "~/domain/message/render-push";
import { CODE_LETTERS } from "~/domain/message/short-code";
import { smsSenderOf } from "~/domain/message/sms-sender";
import { EmptyMessage } from "~/domain/message/empty-message";
import { renderEmail } from "~/domain/message/render-email";
import { loadMessageSources, readCart, type MessageSubject } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import { sampleDiscounts } from "~/services/discounts/sample-discounts.server";
import { smsOptOut } from "./sms-opt-out.server";
import { frameTexts } from "./frame-texts.server";

export type MessagePreview = {
  ok: true;
  /** Whether the products are the customer's own cart's, or, since there is none, a sample of the shop's catalogue. */
  products: "her-cart" | "sample";
  /** Whether it shows a discount code; then it is a sample, marked as one. */
  sampleCode: boolean;
  customer: { id: string; name: string; email: string | null } | null;
} & RenderedMessage;

/** As its receiver would see it, links as they are. */
export type RenderedMessage =
  | { channel: "email"; subject: string; preheader: string; html: string; text: string }
  | { channel: "sms"; text: string; count: Segments }
  | { channel: "push"; title: string; body: string; icon: string | null; image: string | null; url: string };

export interface PreviewFault {
  ok: false;
  /** `template`: broken Liquid or data, with line and column. */
  reason: "template" | "empty-subject" | "empty-body";
  message: string;
  line: number | null;
  column: number | null;
}

export type PreviewContext = Pick<AppContext, "db" | "clock" | "setUp"> & { env: Pick<Environment, "SHOPIFY_APP_URL"> };

/** A message as it is being written. */
export type MessageDraft =
  | ({ channel: "email"; transactional: boolean } & EmailTemplate)
  | { channel: "sms"; text: string }
  | ({ channel: "push" } & PushTemplate);

/**
 * Renders a message as the customer would get it now, with the latest cart that is not ordered, or else three real
 * products of the shop. Without a customer it takes the one who was changed last. Nothing is tracked, stored or counted.
 */
export async function previewMessage(context: PreviewContext, shop: ShopRow, { message, customerId }: { message: MessageDraft; customerId: string | null }): Promise<MessagePreview | PreviewFault> {
  const person = await findCustomer(context, shop.id, customerId);
  const latest = person ? await latestCart(context, shop.id, person.id) : null;
  const discounts = sampleDiscounts(textsOf(message), context.clock.now());
  const sources = await sourcesFor(context, shop, person, latest, discounts);
  try {
    return {
      ok: true, ...render(context, shop, message, sources), products: latest ? "her-cart" : "sample", sampleCode: discounts.length > 0,
      customer: person ? { id: person.id, name: `${person.firstName} ${person.lastName}`.trim(), email: person.email } : null,
    };
  } catch (error) {
    if (error instanceof TemplateFault) return { ok: false, reason: "template", message: error.message, line: error.line, column: error.column };
    if (error instanceof EmptyMessage) return { ok: false, reason: `empty-${error.part}`, message: error.message, line: null, column: null };
    throw error;
  }
}

function textsOf(message: MessageDraft) {
  switch (message.channel) {
    case "email": return textsOfEmail(message);
    case "sms": return textsOfSms(message);
    case "push": return textsOfPush(message);
    default: return message satisfies never;
  }
}

function render({ clock, env, setUp }: PreviewContext, shop: ShopRow, message: MessageDraft, sources: MessageSources): RenderedMessage {
  const setting = { now: clock.now(), timeZone: shop.timeZone, locale: sources.locale, currency: shop.currency };
  const origin = env.SHOPIFY_APP_URL.replace(/\/+$/, "");
  const data = buildMessageData(sources);
  switch (message.channel) {
    case "email": {
      const { subject, preheader, html, text } = renderEmail(message, data, setting, frameTexts(shop.name, message.transactional), { unsubscribe: `${origin}/m/u/sample`, link: null, open: null });
      return { channel: "email", subject, preheader, html, text };
    }
    case "sms": {
      // As long as the links will be, so that the segments counted are those that are sent.
      const short = (code: string) => `${origin}/s/${code.padEnd(CODE_LETTERS, "x")}`;
      const sender = smsSenderOf(shop, setUp.sms) ?? "";
      const { text } = renderSms(message, data, setting, smsOptOut(sender, short("stop")), { unsubscribe: short("stop"), link: (index) => short(`link${index}`) });
      return { channel: "sms", text, count: countSegments(text) };
    }
    case "push": {
      const { title, body, icon, image, url } = renderPush(message, data, setting, `${origin}/m/u/sample`);
      return { channel: "push", title, body, icon, image, url };
    }
    default: return message satisfies never;
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
