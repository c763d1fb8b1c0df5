import type { Activity } from "~/domain/scenario/entry-point-type";
import { STOREFRONT_EVENTS } from "./event-question";
import type { ChangedFacts } from "./needs-of";

/** What segments ask about that is another since the activity; null where they ask about none of its kind. */
export function changedBy({ type, event }: Pick<Activity, "type" | "event">): ChangedFacts | null {
  // One that lacks what it must have is kept without being told by name.
  if (type === "custom_event") return event ? `custom-event:${event.name}` : "events";
  return STOREFRONT_EVENTS.some((asked) => asked === type) ? `event:${type}` : null;
}
