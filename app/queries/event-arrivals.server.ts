import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import { ARRIVALS_SHOWN, type EventValues } from "~/domain/custom-event/event-definition";
import type { FaultyProperty, ReadEvent } from "~/domain/custom-event/read-event";
import type { Instant } from "~/domain/instant";

/** One arrival of a custom event, as the live view shows it. */
export interface Arrival {
  id: string;
  at: Instant;
  receivedAt: Instant;
  /** Null while nobody knows who it was. */
  customer: { id: string; name: string } | null;
  path: string;
  properties: EventValues;
  extra: ReadEvent["extra"];
  dropped: number;
  faults: readonly FaultyProperty[];
  complete: boolean;
}

type Stored = Pick<ReadEvent, "properties" | "extra" | "dropped" | "faults" | "complete"> & { page: { path: string } };

const stored = z.looseObject({ page: z.object({ path: z.string() }), properties: z.record(z.string(), z.unknown()), faults: z.array(z.looseObject({ property: z.string(), fault: z.string() })) });

/** The last arrivals of an event, the newest first. */
export async function readArrivals(db: Statements, shopId: number, key: string): Promise<Arrival[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("Event as e")
    .leftJoin("Customer as c", (join) => join.onRef("c.shopId", "=", "e.shopId").onRef("c.id", "=", "e.customerId"))
    .select(["e.id", "e.at", "e.receivedAt", "e.properties", "c.id as customerId", "c.firstName", "c.lastName", "c.email"])
    .where("e.shopId", "=", shopId).where("e.name", "=", key).orderBy("e.at", "desc").orderBy("e.id", "desc").limit(ARRIVALS_SHOWN).execute();
  return rows.flatMap(({ id, at, receivedAt, properties, customerId, firstName, lastName, email }) => {
    const read = stored.safeParse(JSON.parse(properties));
    if (!read.success) return [];
    const { page, ...event } = read.data as unknown as Stored;
    const name = `${firstName ?? ""} ${lastName ?? ""}`.trim() || (email ?? "");
    return [{ id, at, receivedAt, customer: customerId === null ? null : { id: customerId, name }, path: page.path, properties: event.properties, extra: event.extra, dropped: event.dropped, faults: event.faults, complete: event.complete }];
  });
}
