import { sql, type Kysely } from "kysely";
import { DateTime } from "luxon";
import type { DB } from "./generated/tables";

/**
 * Events grow without end and are forgotten by age, so PostgreSQL keeps each month (UTC) in a partition of its own: a month
 * that is forgotten is one table dropped. The key is the UUIDv7, which begins with the milliseconds of its making, so months
 * are those of real time. What came before its month was made, or has an id of another kind, lies in the default
 * partition, and moves when its month is made. Makes the month of `now` and as many after it, where they are missing.
 */
export async function makeEventMonths(database: Kysely<DB>, now: number, monthsAhead: number): Promise<void> {
  const first = DateTime.fromMillis(now, { zone: "utc" }).startOf("month");
  const months = Array.from({ length: monthsAhead + 1 }, (_, ahead) => first.plus({ months: ahead }));
  for (const month of months) {
    if (!(await exists(database, nameOf(month)))) await makeMonth(database, month);
  }
}

async function makeMonth(database: Kysely<DB>, month: DateTime): Promise<void> {
  const name = nameOf(month);
  const part = sql.table(name);
  const [from, to] = [idsFrom(month), idsFrom(month.plus({ months: 1 }))];
  await database.transaction().execute(async (tx) => {
    // Writers of events wait here, and of several processes one makes the month.
    await sql`lock table "Event" in share row exclusive mode`.execute(tx);
    if (await exists(tx, name)) return;
    await sql`create table ${part} (like "Event" including all)`.execute(tx);
    await sql`with moved as (delete from "Event_default" where "id" >= ${from} and "id" < ${to} returning *) insert into ${part} select * from moved`.execute(tx);
    await sql`alter table "Event" attach partition ${part} for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(tx);
  });
}

const nameOf = (month: DateTime): string => `Event_${month.toFormat("yyyy_MM")}`;

async function exists(database: Kysely<DB>, table: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass(quote_ident(${table})) is not null as found`.execute(database);
  return rows[0]?.found === true;
}

/** What every UUIDv7 of this instant or later is at least. */
function idsFrom(instant: DateTime): string {
  const hex = instant.toMillis().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
