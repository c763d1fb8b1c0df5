import type { ServiceContext } from "~/app-context";
import { segmentsUsed } from "~/domain/segment/segments-used";
import { segmentsWithin } from "~/domain/segment/segments-within";
import { shopifySegmentsUsed } from "~/domain/segment/shopify-segments-used";
import { readSegments } from "./read-segments.server";
import { wantShopifySegments } from "./want-shopify-segments.server";

/** Has the members read of all segments of Shopify's that a definition names, itself or by segments; nothing where it names none. */
export async function askForShopifySegments({ db, clock, wake }: Pick<ServiceContext, "db" | "clock" | "wake">, shopId: number, definition: unknown): Promise<void> {
  const named = segmentsUsed(definition);
  const within = named.size === 0 ? [] : segmentsWithin(await readSegments(db, shopId), named).values();
  const ids = shopifySegmentsUsed([definition, ...within]);
  if (ids.size === 0) return;
  await db.write((tx) => wantShopifySegments(tx, shopId, ids, clock.now()));
  wake.wake("shopify-segments");
}
