import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { AskedCondition } from "~/domain/segment/needs-of";
import { chunksOf } from "~/services/chunks-of";
import { conditionPredicate } from "./compile-segment.server";

/** Columns of one statement, far below what both databases take. */
const QUESTIONS = 50;

/** Of whom of these customers each of the conditions holds, in their order; by one statement for some fifty conditions. */
export async function whoHolds(db: Pick<Statements, "acrossShops" | "dialect">, shop: { id: number; timeZone: string; now: Instant }, conditions: readonly AskedCondition[], customerIds: readonly string[]): Promise<ReadonlySet<string>[]> {
  const context = { shopId: shop.id, timeZone: shop.timeZone, now: shop.now, segments: new Map(), traits: [] };
  const held = conditions.map(() => new Set<string>());
  let first = 0;
  for (const piece of chunksOf(conditions, QUESTIONS)) {
    const columns = piece.map((condition, index) => sql`case when ${conditionPredicate(db.dialect, condition, context)} then 1 else 0 end as ${sql.ref(`q${index}`)}`);
    const { rows } = await sql<Record<string, number> & { customer: string }>`
      select "Customer"."id" as "customer", ${sql.join(columns)} from "Customer" where "Customer"."shopId" = ${shop.id} and "Customer"."id" in (${sql.join([...customerIds])})`.execute(db.acrossShops);
    for (const row of rows) piece.forEach((_, index) => { if (row[`q${index}`] === 1) held[first + index]?.add(row.customer); });
    first += piece.length;
  }
  return held;
}
