import { z } from "zod";

/** What a code made in Shopify takes off. Money is minor units of the shop's currency. */
export const discountOfferSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("percentage"), percent: z.number().int().min(1).max(100) }),
  z.strictObject({ kind: z.literal("amount"), amountMinor: z.number().int().min(1).max(100_000_000) }),
  z.strictObject({ kind: z.literal("free-shipping") }),
]);

export type DiscountOffer = z.infer<typeof discountOfferSchema>;
export type OfferKind = DiscountOffer["kind"];

export const OFFER_KINDS = ["percentage", "amount", "free-shipping"] as const satisfies readonly OfferKind[];
