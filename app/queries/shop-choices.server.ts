import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { ShopChoices } from "~/domain/scenario/step-type";
import { readGoneResources } from "./gone-resources.server";
import { listShopifySegments } from "./shopify-segments.server";
import { listEvents } from "./event-definitions.server";
import { readThemeForms } from "./theme-forms.server";
import { listTraits } from "./traits.server";
import { conditionsOf, type Segment } from "~/domain/segment/condition";
import { segmentsWithin } from "~/domain/segment/segments-within";
import { readSegments } from "~/services/segments/read-segments.server";

/** What a definition of this shop may refer to, for the checks; of one that is given, also what it names and is gone. */
export async function readShopChoices(db: Statements, shop: { id: number; timeZone: string }, definition?: unknown): Promise<ShopChoices> {
  const own = db.forShop(shop.id);
  const [consents, traits, segments, discountPools, events, product, themeForms, shopifySegments, gone] = await Promise.all([
    own.selectFrom("Consent").select(["key", "channels", "shopify"]).execute(), listTraits(db, shop.id), readSegments(db, shop.id),
    own.selectFrom("DiscountPool").select("id").where("deletedAt", "is", null).execute(), listEvents(db, shop.id),
    own.selectFrom("Product").select("id").where("deletedAt", "is", null).limit(1).executeTakeFirst(), readThemeForms(db, shop.id), listShopifySegments(db, shop.id),
    definition === undefined ? undefined : readGoneResources(db, shop.id, definition),
  ]);
  return {
    timeZone: shop.timeZone, traits, shopifySegments, discountPools, events, themeForms, hasProducts: product !== undefined, ...(gone ? { gone } : {}),
    segments: [...segments.values()].map(({ id, name }) => ({ id, name, shopifySegments: [...segmentsWithin(segments, [id]).values()].flatMap(shopifySegmentsOf) })),
    consents: consents.map(({ channels, ...consent }) => ({ ...consent, channels: z.array(z.string()).parse(JSON.parse(channels)) })),
  };
}

const shopifySegmentsOf = (segment: Segment) => conditionsOf(segment).flatMap(({ condition }) => (condition.fact === "shopify-segment" ? [{ id: condition.shopifySegmentId, name: condition.name }] : []));
