import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Segment } from "~/domain/segment/condition";
import { segmentPredicate, type SegmentContext } from "./compile-segment.server";

/** Which of these customers are in the segment; at most some thousands are asked of at once. Who was deleted is in none. */
export async function membersAmong(db: Statements, segment: Segment, context: SegmentContext, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select "Customer"."id" from "Customer" where "Customer"."shopId" = ${context.shopId} and "Customer"."id" in (${sql.join([...customerIds])}) and "Customer"."deletedAt" is null
      and ${segmentPredicate(db.dialect, segment, context)}`.execute(db.acrossShops);
  return new Set(rows.map(({ id }) => id));
}

/**
 * The customers of the segment among the next `look` of the shop after `after` (null: from the first), in the order of their
 * ids; `next` is null once the last was looked at. So a piece costs the same whoever is in it.
 */
export async function nextMembers(db: Statements, segment: Segment, context: SegmentContext, after: string | null, look: number): Promise<{ ids: string[]; next: string | null }> {
  const { rows: [end] } = await sql<{ id: string | null }>`
    select max("id") as "id" from (select "id" from "Customer" where "shopId" = ${context.shopId} and "id" > ${after ?? ""} order by "id" limit ${look}) looked`.execute(db.acrossShops);
  const upTo = end?.id ?? null;
  if (upTo === null) return { ids: [], next: null };
  const { rows } = await sql<{ id: string }>`
    select "Customer"."id" from "Customer" where "Customer"."shopId" = ${context.shopId} and "Customer"."id" > ${after ?? ""} and "Customer"."id" <= ${upTo} and "Customer"."deletedAt" is null
      and ${segmentPredicate(db.dialect, segment, context)} order by "Customer"."id"`.execute(db.acrossShops);
  return { ids: rows.map(({ id }) => id), next: upTo };
}
