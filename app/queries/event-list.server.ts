import type { Statements } from "~/adapters/db/database.server";
import type { EventDefinition } from "~/domain/custom-event/event-definition";
import type { SentKind } from "~/domain/custom-event/sent-kind";
import { eventsUsed } from "~/domain/custom-event/events-used";
import { DAY, type Instant } from "~/domain/instant";
import { listEvents } from "./event-definitions.server";
import { readLastArrival } from "./silent-events.server";

export interface EventListItem extends EventDefinition {
  lastAt: Instant | null;
  /** Scenarios that name it and are not deleted. */
  usedIn: { id: string; name: string }[];
}

/** The shop's custom events, by name, with when each last arrived and what uses it. */
export async function readEventList(db: Statements, shopId: number): Promise<EventListItem[]> {
  const events = await listEvents(db, shopId);
  if (events.length === 0) return [];
  const scenarios = await db.forShop(shopId).selectFrom("Scenario").select(["id", "name", "definition"]).where("status", "!=", "deleted").orderBy("name").execute();
  const using = scenarios.map(({ id, name, definition }) => ({ scenario: { id, name }, keys: eventsUsed(JSON.parse(definition)) }));
  const last = await Promise.all(events.map(({ key }) => readLastArrival(db, shopId, key)));
  return events.map((event, index) => ({ ...event, lastAt: last[index] ?? null, usedIn: using.filter(({ keys }) => keys.has(event.key)).map(({ scenario }) => scenario) }));
}

/** A name that arrived and that nobody has defined. */
export interface UndefinedName {
  name: string;
  firstAt: Instant;
  lastAt: Instant;
  properties: Record<string, SentKind>;
}

/** Those of the last 30 days, the newest first. */
export async function readUndefinedNames(db: Statements, shopId: number, now: Instant): Promise<UndefinedName[]> {
  const rows = await db.forShop(shopId).selectFrom("UndefinedEvent").select(["name", "firstAt", "lastAt", "properties"]).where("lastAt", ">", now - 30 * DAY).orderBy("lastAt", "desc").execute();
  return rows.map(({ properties, ...row }) => ({ ...row, properties: JSON.parse(properties) as Record<string, SentKind> }));
}
