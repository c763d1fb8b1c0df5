import { sql } from "kysely";
import type { Database } from "~/adapters/db/database.server";
import type { Segment } from "~/domain/segment/condition";
import { segmentPredicate, type SegmentContext } from "~/services/segments/compile-segment.server";

export const CUSTOMERS_A_PAGE = 50;

export interface SegmentCustomer {
  id: string;
  firstName: string;
  lastName: string;
  email: string | null;
  ordersCount: number;
  totalSpentMinor: number;
  currency: string;
}

/** How many customers are in the segment, found beside everything else. */
export async function countCustomers(db: Database, segment: Segment, context: SegmentContext, signal?: AbortSignal): Promise<number> {
  const [row] = await db.readLong(sql<{ count: number }>`
    select count(*) as "count" from "Customer" where "Customer"."shopId" = ${context.shopId} and "Customer"."deletedAt" is null
      and ${segmentPredicate(db.dialect, segment, context, "all")}`, signal);
  return Number(row?.count ?? 0);
}

/** The customers of a segment, 50 a page, those we met last first; `after` is the `next` of the page before. */
export async function listSegmentCustomers(db: Database, segment: Segment, context: SegmentContext, after: string | null, signal?: AbortSignal): Promise<{ customers: SegmentCustomer[]; next: string | null }> {
  const rows = await db.readLong(sql<SegmentCustomer>`
    select "Customer"."id", "Customer"."firstName", "Customer"."lastName", "Customer"."email", "Customer"."ordersCount", "Customer"."totalSpentMinor", "Customer"."currency"
    from "Customer" where "Customer"."shopId" = ${context.shopId} and "Customer"."deletedAt" is null ${after === null ? sql`` : sql`and "Customer"."id" < ${after}`}
      and ${segmentPredicate(db.dialect, segment, context, "all")} order by "Customer"."id" desc limit ${CUSTOMERS_A_PAGE + 1}`, signal);
  const customers = rows.slice(0, CUSTOMERS_A_PAGE).map((row) => ({ ...row, ordersCount: Number(row.ordersCount), totalSpentMinor: Number(row.totalSpentMinor) }));
  return { customers, next: rows.length > CUSTOMERS_A_PAGE ? (customers.at(-1)?.id ?? null) : null };
}
