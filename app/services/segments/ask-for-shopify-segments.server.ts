import type { ServiceContext } from "~/app-context";
import { shopifySegmentsUsed } from "~/domain/segment/shopify-segments-used";
import { wantShopifySegments } from "./want-shopify-segments.server";

/** Has the members read of all segments of Shopify's that a definition names; nothing where it names none. */
export async function askForShopifySegments({ db, clock, wake }: Pick<ServiceContext, "db" | "clock" | "wake">, shopId: number, definition: unknown): Promise<void> {
  const ids = shopifySegmentsUsed(definition);
  if (ids.size === 0) return;
  await db.write((tx) => wantShopifySegments(tx, shopId, ids, clock.now()));
  wake.wake("shopify-segments");
}
