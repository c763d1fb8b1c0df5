import { z } from "zod";
import { checkFilter, filterHolds, propertyFilterSchema } from "~/domain/custom-event/property-filter";
import type { Activity, EntryPointType, EntryReaction } from "~/domain/scenario/entry-point-type";
import type { CheckPlace, ConfigProblem, ShopChoices } from "~/domain/scenario/step-type";

export const MOST_FILTERS = 10;

/** R13: an event that the shop defined; every filter must hold. */
export const customEventConfig = z.strictObject({
  /** The event's key; empty until one is chosen. */
  event: z.string().max(40),
  filters: z.array(propertyFilterSchema).max(MOST_FILTERS),
});

export type CustomEventConfig = z.infer<typeof customEventConfig>;

function react({ event, filters }: CustomEventConfig, activity: Activity): EntryReaction {
  if (activity.type !== "custom_event" || !activity.event || activity.event.name !== event) return { do: "nothing" };
  const { properties } = activity.event;
  const happened = { at: activity.at, timeZone: activity.timeZone ?? "UTC" };
  if (!filters.every((filter) => filterHolds(filter, properties, happened))) return { do: "nothing" };
  return { do: "enter", context: { at: activity.at, event: activity.event } };
}

function check({ event: key, filters }: CustomEventConfig, { shop }: Pick<CheckPlace, "shop">): ConfigProblem[] {
  if (key === "") return [{ severity: "error", path: "event", key: "events:problem.none" }];
  const event = shop?.events?.find((each) => each.key === key);
  if (!event) return shop?.events ? [{ severity: "error", path: "event", key: "events:problem.gone", values: { key } }] : [];
  return filters.flatMap((filter, index) => checkFilter(filter, event).map((problem) => ({ ...problem, path: `filters[${index}].${problem.path}` })));
}

const defaults: CustomEventConfig = { event: "", filters: [] };

export const customEvent = {
  type: "custom-event",
  version: 1,
  icon: "CodeIcon",
  config: customEventConfig,
  defaults,
  react,
  check,
  // Two that filter differently may still both hold of one event.
  overlaps: (one, other) => one.event !== "" && one.event === other.event,
  gives: ({ event }: CustomEventConfig, shop: ShopChoices | undefined) => (shop?.events?.find(({ key }) => key === event)?.properties ?? []).map(({ key }) => `event.${key}`),
} satisfies EntryPointType<"custom-event", typeof customEventConfig>;
