import type { Instant } from "~/domain/instant";
import type { ShopifySegmentChoice } from "~/domain/scenario/step-type";

/** A segment that the merchant has in Shopify, and how far its members are known. */
export interface ShopifySegmentLine extends ShopifySegmentChoice {
  /** As of when its members are known; null where they were never read. */
  filledAt: Instant | null;
  /** Its members in Shopify then, and how many of them the app does not know. */
  members: number;
  strangers: number;
  /** Why the last reading failed, in Shopify's words; null where it did not. */
  error: string | null;
}
