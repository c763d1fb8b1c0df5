import { sql } from "kysely";
import type { Condition } from "~/domain/segment/condition";
import type { Compiling, Told } from "./compile-segment.server";
import { hasAny, not } from "./rows-of-customer.server";

/** Who is in a segment of Shopify's, and who is not. Of one whose members were never read nobody is said not to be in it: that would be everybody. */
export function insideShopifySegment({ shopifySegmentId }: Extract<Condition, { fact: "shopify-segment" }>, { shopId, way }: Compiling): Required<Told> {
  const is = hasAny({ from: sql`"ShopifySegmentMember" z`, customerId: sql`z."customerId"`, where: sql`z."shopId" = ${shopId} and z."segmentId" = ${shopifySegmentId}` }, way);
  return { is, isNot: sql`(exists (select 1 from "ShopifySegment" y where y."shopId" = ${shopId} and y."id" = ${shopifySegmentId} and y."filledAt" is not null) and ${not(is)})` };
}
