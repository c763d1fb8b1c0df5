import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import { eventsUsed } from "~/domain/custom-event/events-used";
import { LOOKED_AT_DAYS, stoppedArriving } from "~/domain/custom-event/stopped-arriving";
import { DAY, type Instant, type Milliseconds } from "~/domain/instant";
import { listEvents } from "./event-definitions.server";

/** A custom event that an active scenario uses and that has stopped arriving (R13). */
export interface SilentEvent {
  id: string;
  name: string;
  lastAt: Instant;
  silentMs: Milliseconds;
  /** The active scenarios that use it. */
  usedIn: { id: string; name: string }[];
}

/** Those of the shop, by name; by indexes alone, whatever arrives: one look-up an event for its last arrival and one for each of the days before. */
export async function readSilentEvents(db: Statements, shopId: number, now: Instant): Promise<SilentEvent[]> {
  const events = await listEvents(db, shopId);
  if (events.length === 0) return [];
  const scenarios = await db.forShop(shopId).selectFrom("Scenario").select(["id", "name", "definition"]).where("status", "=", "active").orderBy("name").execute();
  const using = scenarios.map(({ id, name, definition }) => ({ scenario: { id, name }, keys: eventsUsed(JSON.parse(definition)) }));
  const used = events.flatMap((event) => {
    const usedIn = using.filter(({ keys }) => keys.has(event.key)).map(({ scenario }) => scenario);
    return usedIn.length === 0 ? [] : [{ event, usedIn }];
  });
  const found = await Promise.all(used.map(async ({ event: { id, key, name }, usedIn }): Promise<SilentEvent | null> => {
    const lastAt = await readLastArrival(db, shopId, key);
    if (lastAt === null) return null;
    const silentMs = stoppedArriving({ lastAt, days: await readDays(db, shopId, key, lastAt) }, now);
    return silentMs === null ? null : { id, name, lastAt, silentMs, usedIn };
  }));
  return found.filter((event) => event !== null);
}

export async function readLastArrival(db: Statements, shopId: number, key: string): Promise<Instant | null> {
  const last = await db.forShop(shopId).selectFrom("Event").select("at").where("name", "=", key).orderBy("at", "desc").limit(1).executeTakeFirst();
  return last?.at ?? null;
}

/** Whether it came in each of the days of 24 hours up to its last arrival, the last first. */
async function readDays(db: Statements, shopId: number, key: string, lastAt: Instant): Promise<boolean[]> {
  const days = Array.from({ length: LOOKED_AT_DAYS }, (_, day) => [day, lastAt - (day + 1) * DAY, lastAt - day * DAY]);
  const { rows } = await sql<{ day: number }>`
    with days("day", "after", "until") as (${valueRows(db.dialect, ["bigint", "bigint", "bigint"], days)})
    select days."day" from days
    where exists (select 1 from "Event" e where e."shopId" = ${shopId} and e."name" = ${key} and e."at" > days."after" and e."at" <= days."until")`.execute(db.acrossShops);
  const came = new Set(rows.map(({ day }) => Number(day)));
  return days.map((_, day) => came.has(day));
}
