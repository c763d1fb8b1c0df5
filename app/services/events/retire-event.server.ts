import type { ServiceContext } from "~/app-context";
import { eventsUsed } from "~/domain/custom-event/events-used";
import { eventsChanged } from "./save-event.server";

export type RetiredEvent = { ok: true } | { ok: false; usedIn: { id: string; name: string }[] };

/** Retires an event: it is taken no more, and its key is free. Not while an active scenario uses it; the answer says which. What has arrived stays. */
export async function retireEvent(context: ServiceContext, shopId: number, eventId: string): Promise<RetiredEvent> {
  return context.db.write(async (tx): Promise<RetiredEvent> => {
    const own = tx.forShop(shopId);
    const event = await own.selectFrom("EventDefinition").select("key").where("id", "=", eventId).where("retiredAt", "is", null).executeTakeFirst();
    if (!event) return { ok: true };
    const active = await own.selectFrom("Scenario").select(["id", "name", "definition"]).where("status", "=", "active").orderBy("name").execute();
    const usedIn = active.filter(({ definition }) => eventsUsed(JSON.parse(definition)).has(event.key)).map(({ id, name }) => ({ id, name }));
    if (usedIn.length > 0) return { ok: false, usedIn };
    await own.updateTable("EventDefinition").set({ retiredAt: context.clock.now(), keyInUse: null }).where("id", "=", eventId).execute();
    await eventsChanged(tx, shopId);
    return { ok: true };
  });
}
