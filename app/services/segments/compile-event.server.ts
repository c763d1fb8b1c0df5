import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Condition } from "~/domain/segment/condition";
import { ASKABLE, operatorsFor, typeOf, type EventFilter } from "~/domain/segment/event-question";
import { foldCase } from "~/domain/segment/fold-case";
import { spanOf } from "~/domain/segment/period";
import type { Compiling } from "./compile-segment.server";
import { hasCount, NOBODY, not, type Rows } from "./rows-of-customer.server";
import { within } from "./span-predicate.server";

type Of<Fact extends Condition["fact"]> = Extract<Condition, { fact: Fact }>;

const PROPERTIES = sql`e."properties"`;

export function eventPredicate({ type, operator, count, period, filters }: Of<"event">, compiling: Compiling): RawBuilder<SqlBool> {
  return hasCount(events(type, period, filters.map((filter) => {
    const asked = ASKABLE[type][filter.property];
    // A question that does not fit finds no event.
    return asked && asked.type === typeOf(filter) ? holds(filter, [asked.at], compiling) : NOBODY;
  }), compiling), compiling.way, operator, count);
}

/** R13. An amount is asked for by its minor units. */
export function customEventPredicate({ event, operator, count, period, filters }: Of<"custom-event">, compiling: Compiling): RawBuilder<SqlBool> {
  const named = sql<SqlBool>`e."name" = ${event}`;
  return hasCount(events("custom_event", period, [named, ...filters.map((filter) => {
    const at = ["properties", filter.property];
    return holds(filter, typeof filter.value === "number" ? [at, [...at, "minor"]] : [at], compiling);
  })], compiling), compiling.way, operator, count);
}

function events(type: string, period: Of<"event">["period"], filters: readonly RawBuilder<SqlBool>[], { shopId, now, timeZone }: Compiling): Rows {
  return {
    from: sql`"Event" e`, customerId: sql`e."customerId"`,
    where: sql.join([sql`e."shopId" = ${shopId}`, sql`e."type" = ${type}`, sql`e."customerId" is not null`, within(sql`e."at"`, spanOf(period, now, timeZone)), ...filters], sql` and `),
  };
}

/** `at`: where the value may lie. Of a property that is absent, or of another type, only `is-not` holds. */
function holds(filter: EventFilter, at: readonly (readonly string[])[], { dialect }: Compiling): RawBuilder<SqlBool> {
  const type = typeOf(filter);
  if (!operatorsFor(type).includes(filter.operator)) return NOBODY;
  const places = at.map((path) => dialect.jsonValue(PROPERTIES, path, type));
  const found = places.length === 1 ? sql`${places[0]}` : sql`coalesce(${sql.join(places)})`;
  const { operator, value } = filter;
  if (typeof value === "string") {
    const text = sql`lower(${found})`;
    if (operator === "contains") return sql<SqlBool>`(${found} is not null and ${text} like ${`%${escapeLike(foldCase(value))}%`} escape '\\')`;
    return comparing(text, operator, foldCase(value));
  }
  return comparing(found, operator, typeof value === "boolean" ? (value ? 1 : 0) : value);
}

function comparing(found: RawBuilder<unknown>, operator: EventFilter["operator"], value: string | number): RawBuilder<SqlBool> {
  switch (operator) {
    case "is": return sql<SqlBool>`(${found} is not null and ${found} = ${value})`;
    case "is-not": return not(sql<SqlBool>`(${found} is not null and ${found} = ${value})`);
    case "at-least": return sql<SqlBool>`(${found} is not null and ${found} >= ${value})`;
    case "at-most": return sql<SqlBool>`(${found} is not null and ${found} <= ${value})`;
    case "contains": return NOBODY;
    default: return operator satisfies never;
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
