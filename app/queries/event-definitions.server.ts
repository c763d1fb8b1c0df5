import type { Statements } from "~/adapters/db/database.server";
import type { EventDefinition, EventProperty } from "~/domain/custom-event/event-definition";

/** The shop's custom events that are not retired (R13), by name. */
export async function listEvents(db: Pick<Statements, "forShop">, shopId: number): Promise<EventDefinition[]> {
  const rows = await db.forShop(shopId).selectFrom("EventDefinition").select(["id", "key", "name", "properties"]).where("retiredAt", "is", null).execute();
  const events = rows.map(({ properties, ...row }) => ({ ...row, properties: JSON.parse(properties) as EventProperty[] }));
  return events.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.key < b.key ? -1 : 1));
}
