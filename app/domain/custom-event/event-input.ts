import { z } from "zod";
import { EVENT_KEY, LONGEST_EVENT_NAME, MOST_PROPERTIES, PROPERTY_TYPES } from "./event-definition";

const name = z.string().trim().min(1, "name").max(LONGEST_EVENT_NAME, "name");

const property = z.object({ key: z.string().trim().regex(EVENT_KEY, "propertyKey"), type: z.enum(PROPERTY_TYPES, "type"), required: z.boolean() });

const properties = z.array(property).max(MOST_PROPERTIES, "tooManyProperties")
  .superRefine((list, context) => {
    for (const [index, { key }] of list.entries()) {
      if (list.findIndex((other) => other.key === key) < index) context.addIssue({ code: "custom", path: [index, "key"], message: "propertyTwice" });
    }
  });

/** What a merchant says of a new event; messages are keys of `refused` in the locale file `events.json`. */
export const newEventInput = z.object({ name, key: z.string().trim().regex(EVENT_KEY, "key"), properties });
/** What can be changed later: what has been stored stays as it was read. */
export const changedEventInput = z.object({ name, properties });

export type NewEvent = z.infer<typeof newEventInput>;
export type ChangedEvent = z.infer<typeof changedEventInput>;

/** By field, `properties.2.key` for example, the key of what is wrong. */
export type EventErrors = Readonly<Record<string, string>>;

/** The first message of each field. */
export function eventErrorsOf({ issues }: z.ZodError): EventErrors {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) errors[path.join(".")] ??= message;
  return errors;
}
