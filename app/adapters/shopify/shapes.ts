import { z } from "zod";
import type { Instant } from "~/domain/instant";

/** Shapes that Shopify's answers and webhooks share. */

/** A global id of one type; reads as its decimal tail. */
export const gid = (type: string) =>
  z.string().regex(new RegExp(`^gid://shopify/${type}/[1-9]\\d{0,19}$`)).transform((text) => text.slice(text.lastIndexOf("/") + 1));

/** A numeric id of a payload read by `parseShopifyJson`; reads as text. */
export const numericId = z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,19}$/)]).transform(String);

/** An ISO 8601 time with its offset; reads as epoch milliseconds. */
export const instantText = z.string().transform((text, context): Instant => {
  const instant = Date.parse(text);
  if (!Number.isNaN(instant)) return instant;
  context.addIssue({ code: "custom", message: "is no time" });
  return z.NEVER;
});

/** A decimal amount, as text or (in parts of webhooks) as a number; reads as text. */
export const decimalText = z.union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number().transform(String)]);

/** The tail of an id, made a global id again. */
export const toGid = (type: "Collection" | "Customer" | "Order" | "Product" | "ProductVariant" | "Segment", id: string): string => `gid://shopify/${type}/${id}`;
