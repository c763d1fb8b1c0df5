import { z } from "zod";
import { DAY, type Instant } from "~/domain/instant";

/** R18b: no look further back. */
export const LONGEST_LOOK_BACK_DAYS = 60;

const has = z.strictObject({ mode: z.literal("has"), cart: z.boolean(), favourites: z.boolean() })
  .refine(({ cart, favourites }) => cart || favourites, { path: ["cart"], message: "one of them must be ticked" });

const did = z.strictObject({
  mode: z.literal("did"), viewed: z.boolean(), added: z.boolean(), favourite: z.boolean(), match: z.enum(["any", "all"]),
  days: z.number().int().min(1).max(LONGEST_LOOK_BACK_DAYS),
}).refine(({ viewed, added, favourite }) => viewed || added || favourite, { path: ["viewed"], message: "one of them must be ticked" });

/** R18b: exactly one mode. What is ticked under "has" must all hold; under "did" any of it, or all by choice. */
export const priceDropAudienceSchema = z.discriminatedUnion("mode", [has, did]);

export type PriceDropAudience = z.infer<typeof priceDropAudienceSchema>;

/** What a person has and did with a product. */
export interface Interest {
  inCart: boolean;
  isFavourite: boolean;
  viewedAt: Instant | null;
  addedAt: Instant | null;
  favouredAt: Instant | null;
}

/** Whether the person is to hear of this product's price (R18b). Days are of 24 hours. */
export function isInterested(audience: PriceDropAudience, interest: Interest, now: Instant): boolean {
  if (audience.mode === "has") return (!audience.cart || interest.inCart) && (!audience.favourites || interest.isFavourite);
  const since = now - audience.days * DAY;
  const asked = [...(audience.viewed ? [interest.viewedAt] : []), ...(audience.added ? [interest.addedAt] : []), ...(audience.favourite ? [interest.favouredAt] : [])];
  const holds = (at: Instant | null) => at !== null && at >= since;
  return audience.match === "all" ? asked.every(holds) : asked.some(holds);
}
