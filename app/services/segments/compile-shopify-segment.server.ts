import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Condition } from "~/domain/segment/condition";
import type { Compiling } from "./compile-segment.server";
import { hasAny, not } from "./rows-of-customer.server";

/** Of a segment whose members were never read nobody is said not to be in it: that would be everybody. */
export function shopifySegmentPredicate({ operator, shopifySegmentId }: Extract<Condition, { fact: "shopify-segment" }>, { shopId, way }: Compiling): RawBuilder<SqlBool> {
  const inside = hasAny({ from: sql`"ShopifySegmentMember" z`, customerId: sql`z."customerId"`, where: sql`z."shopId" = ${shopId} and z."segmentId" = ${shopifySegmentId}` }, way);
  if (operator === "in") return inside;
  return sql<SqlBool>`(exists (select 1 from "ShopifySegment" y where y."shopId" = ${shopId} and y."id" = ${shopifySegmentId} and y."filledAt" is not null) and ${not(inside)})`;
}
