import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import { MOST_EVENTS, type EventProperty } from "~/domain/custom-event/event-definition";
import type { ChangedEvent, EventErrors, NewEvent } from "~/domain/custom-event/event-input";
import { propertiesUsed } from "~/domain/custom-event/properties-used";

export type SavedEvent = { ok: true; id: string } | { ok: false; errors: EventErrors; scenario?: string };

/** Defines a custom event (R13). Two who take a key at once are told apart by the database. */
export async function addEvent(context: ServiceContext, shopId: number, { key, name, properties }: NewEvent): Promise<SavedEvent> {
  const id = context.newId();
  const row = { shopId, id, key, keyInUse: key, name, properties: JSON.stringify(properties), createdAt: context.clock.now(), retiredAt: null };
  return context.db.write(async (tx): Promise<SavedEvent> => {
    const own = tx.forShop(shopId);
    const { count } = await own.selectFrom("EventDefinition").select(({ fn }) => fn.countAll<number>().as("count")).where("retiredAt", "is", null).executeTakeFirstOrThrow();
    if (Number(count) >= MOST_EVENTS) return { ok: false, errors: { name: "tooMany" } };
    const { numInsertedOrUpdatedRows } = await own.insertInto("EventDefinition").values(row).onConflict((conflict) => conflict.columns(["shopId", "keyInUse"]).doNothing()).executeTakeFirstOrThrow();
    if ((numInsertedOrUpdatedRows ?? 0n) === 0n) return { ok: false, errors: { key: "keyTaken" } };
    await own.deleteFrom("UndefinedEvent").where("name", "=", key).execute();
    await eventsChanged(tx, shopId);
    return { ok: true, id };
  });
}

/**
 * Renames an event and changes its properties; what has arrived stays as it was read. A property that an active scenario
 * filters by can be neither taken away nor given another type: its entry point would silently let nobody in.
 */
export async function changeEvent(context: ServiceContext, shopId: number, eventId: string, { name, properties }: ChangedEvent): Promise<SavedEvent> {
  return context.db.write(async (tx): Promise<SavedEvent> => {
    const own = tx.forShop(shopId);
    const event = await own.selectFrom("EventDefinition").select(["key", "properties"]).where("id", "=", eventId).where("retiredAt", "is", null).executeTakeFirst();
    if (!event) return { ok: false, errors: { name: "notFound" } };
    const before = JSON.parse(event.properties) as EventProperty[];
    const gone = before.filter(({ key, type }) => !properties.some((each) => each.key === key && each.type === type)).map(({ key }) => key);
    const active = gone.length === 0 ? [] : await own.selectFrom("Scenario").select(["name", "definition"]).where("status", "=", "active").orderBy("name").execute();
    for (const scenario of active) {
      const used = propertiesUsed(JSON.parse(scenario.definition), event.key);
      if (gone.some((key) => used.has(key))) return { ok: false, errors: { properties: "propertyInUse" }, scenario: scenario.name };
    }
    await own.updateTable("EventDefinition").set({ name, properties: JSON.stringify(properties) }).where("id", "=", eventId).execute();
    await eventsChanged(tx, shopId);
    return { ok: true, id: eventId };
  });
}

/** What ingestion remembers of the shop's events is read anew from this transaction on. */
export async function eventsChanged(tx: WriteStatements, shopId: number): Promise<void> {
  await tx.acrossShops.updateTable("Shop").set((shop) => ({ eventsVersion: shop("eventsVersion", "+", 1) })).where("id", "=", shopId).execute();
}
