import { z } from "zod";

/**
 * What the storefront's tracker posts to the app proxy (R43). One batch carries one visitor's events, oldest first.
 * Instants are the browser's epoch milliseconds; money is in Shopify's AJAX hundredths of the presentment currency,
 * converted to ISO minor units when stored. Shopify ids are the decimal tail of the global id.
 */
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const shopifyId = z.string().regex(/^[1-9]\d{0,19}$/);
const instant = z.number().int().nonnegative().max(8_640_000_000_000_000);
const hundredths = z.number().int().nonnegative().max(1_000_000_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/);

const cartSnapshot = z.strictObject({
  token: z.string().min(1).max(128),
  currency,
  totalPrice: hundredths,
  lines: z.array(z.strictObject({
    productId: shopifyId,
    variantId: shopifyId,
    quantity: z.number().int().positive().max(1_000_000),
    linePrice: hundredths,
  })).max(100),
});

const page = z.strictObject({ path: z.string().max(1024), query: z.string().max(1024) });
const envelope = { id: uuid, at: instant, page };

export const storefrontEvent = z.discriminatedUnion("type", [
  z.strictObject({ ...envelope, type: z.literal("page_viewed") }),
  z.strictObject({ ...envelope, type: z.literal("product_viewed"), data: z.strictObject({ productId: shopifyId, variantId: shopifyId, price: hundredths, currency }) }),
  z.strictObject({ ...envelope, type: z.literal("product_added_to_cart"), data: z.strictObject({ productId: shopifyId, variantId: shopifyId, quantity: z.number().int().positive().max(1_000_000), price: hundredths, currency }) }),
  z.strictObject({ ...envelope, type: z.literal("cart_viewed"), data: z.strictObject({ cart: cartSnapshot }) }),
  z.strictObject({ ...envelope, type: z.literal("cart_updated"), data: z.strictObject({ cart: cartSnapshot }) }),
  z.strictObject({ ...envelope, type: z.literal("favourite_added"), data: z.strictObject({ productId: shopifyId, variantId: shopifyId, price: hundredths, currency }) }),
  z.strictObject({ ...envelope, type: z.literal("favourite_removed"), data: z.strictObject({ productId: shopifyId, variantId: shopifyId }) }),
  /** She came by a signed link of a message; the token says who she is and which message brought her (R44). */
  z.strictObject({ ...envelope, type: z.literal("message_link_followed"), data: z.strictObject({ token: z.string().min(1).max(256) }) }),
  /** What the shop's own code told (R13). Anything goes here: it is read by the event's definition, so that one careless line of a theme takes no other events down. */
  z.strictObject({ ...envelope, type: z.literal("custom_event"), data: z.object({ name: z.string().catch("").transform((name) => name.slice(0, 100)), properties: z.record(z.string(), z.unknown()).catch({}) }) }),
]);

export const storefrontBatch = z.strictObject({
  v: z.literal(1),
  sentAt: instant,
  visitorId: uuid,
  events: z.array(storefrontEvent).min(1).max(50),
});

export type StorefrontEvent = z.infer<typeof storefrontEvent>;
export type StorefrontBatch = z.infer<typeof storefrontBatch>;
