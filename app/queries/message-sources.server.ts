import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { DataCart, DataCustomer, DataProduct, DataVariant, MessageSources } from "~/domain/message/build-message-data";
import type { DataDiscount } from "~/domain/message/discount-data";
import { usableLocale } from "~/domain/message/build-message-data";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { traitsInLiquid } from "~/domain/message/trait-data";
import type { ShopRow } from "./shop.server";
import { readTraitsOf } from "./traits-of-customers.server";

/** Whom a message is for and what it is about. */
export interface MessageSubject {
  /** `id` null for nobody in particular. */
  customer: DataCustomer & { id: string | null };
  cart: DataCart | null;
  /** Codes of the run, in the order of their issue. */
  discounts: readonly DataDiscount[];
  context: Pick<TriggerContext, "productIds" | "orderId" | "event" | "drops">;
}

const cartLines = z.array(z.object({ productId: z.string(), variantId: z.string(), quantity: z.number().int().positive(), lineMinor: z.number().int() })).catch([]);

/** A stored cart as messages see it. */
export function readCart(row: { currency: string; totalMinor: number; lines: string; checkoutUrl: string | null }): DataCart {
  return { currency: row.currency, totalMinor: row.totalMinor, lines: cartLines.parse(JSON.parse(row.lines)), checkoutUrl: row.checkoutUrl };
}

/** The storefront's origin, without a slash at its end. */
export const storefrontOrigin = (shop: Pick<ShopRow, "domain" | "storefrontUrl">): string => (shop.storefrontUrl ?? `https://${shop.domain}`).replace(/\/+$/, "");

/** All that the messages to these people need of the catalogue, the orders and their traits, in six statements. In the order of the subjects. */
export async function loadMessageSources(db: Pick<Statements, "forShop">, shop: ShopRow, subjects: readonly MessageSubject[]): Promise<MessageSources[]> {
  const own = db.forShop(shop.id);
  const lines = subjects.flatMap(({ cart }) => cart?.lines ?? []);
  const triggers = subjects.flatMap(({ context }) => context.productIds ?? []);
  const productIds = [...new Set([...lines.map(({ productId }) => productId), ...triggers])];
  const variantIds = [...new Set([...lines, ...subjects.flatMap(({ context }) => context.drops ?? [])].map(({ variantId }) => variantId))];
  const orderIds = [...new Set(subjects.flatMap(({ context }) => context.orderId ?? []))];

  const found = productIds.length === 0 ? [] : await own.selectFrom("Product").select(["id", "title", "handle", "imageUrl"])
    .where("id", "in", productIds).where("deletedAt", "is", null).where("status", "=", "ACTIVE").execute();
  const chosen = variantIds.length === 0 ? [] : await own.selectFrom("Variant").select(["id", "productId", "title", "priceMinor", "currency", "imageUrl"]).where("id", "in", variantIds).execute();
  const first = triggers.length === 0 ? [] : await own.selectFrom("Variant").select(["id", "productId", "title", "priceMinor", "currency", "imageUrl"]).where("productId", "in", [...new Set(triggers)]).orderBy("position", "desc").execute();
  const orders = orderIds.length === 0 ? [] : await own.selectFrom("ShopOrder").select(["id", "name", "totalMinor", "currency"]).where("id", "in", orderIds).execute();

  const products = new Map<string, DataProduct>(found.map((product) => [product.id, product]));
  const variants = new Map<string, DataVariant>(first.map((variant) => [variant.productId, variant]));
  for (const variant of chosen) variants.set(variant.id, variant);
  const traitsOf = await readTraitsOf(db, shop.id, subjects.flatMap(({ customer }) => customer.id ?? []));
  // Amounts are written, and the mail is read aloud, in the language of its text, which is the shop's.
  const locale = usableLocale(shop.locale);
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  return subjects.map(({ customer, cart, discounts, context }) => ({
    shop: { name: shop.name, origin: storefrontOrigin(shop) },
    locale,
    customer, traits: traitsInLiquid(traitsOf(customer.id), { currency: shop.currency, timeZone: shop.timeZone, locale }), cart, products, variants, discounts,
    triggerProductIds: context.productIds ?? [],
    order: orderOf.get(context.orderId ?? "") ?? null,
    ...(context.drops ? { drops: context.drops } : {}),
    ...(context.event ? { event: context.event } : {}),
  }));
}
