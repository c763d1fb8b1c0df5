import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Dialect } from "~/adapters/db/dialect";
import { spanOfDates } from "~/domain/custom-event/date-span";
import type { Condition } from "~/domain/segment/condition";
import { ASKABLE, fitsValue, operatorsFor, typeOf, type EventFilter } from "~/domain/segment/event-question";
import { foldCase } from "~/domain/segment/fold-case";
import { spanOf } from "~/domain/segment/period";
import { isInCollection } from "~/services/collections/products-of-collection.server";
import type { Compiling } from "./compile-segment.server";
import { hasCount, NOBODY, not, type Rows } from "./rows-of-customer.server";
import { within } from "./span-predicate.server";

type Of<Fact extends Condition["fact"]> = Extract<Condition, { fact: Fact }>;

const PROPERTIES = sql`e."properties"`;

export function eventPredicate({ type, operator, count, period, filters }: Of<"event">, compiling: Compiling): RawBuilder<SqlBool> {
  return hasCount(events(type, period, filters.map((filter) => {
    const asked = ASKABLE[type][filter.property];
    // A question that does not fit finds no event.
    if (!asked || !fitsValue(asked, filter)) return NOBODY;
    return asked.type === "collection" ? ofCollection(filter, asked.at, compiling) : holds(filter, [asked.at], compiling);
  }), compiling), compiling.way, operator, count);
}

/** R13. An amount is asked for by its minor units. */
export function customEventPredicate({ event, operator, count, period, filters }: Of<"custom-event">, compiling: Compiling): RawBuilder<SqlBool> {
  const named = sql<SqlBool>`e."name" = ${event}`;
  return hasCount(events("custom_event", period, [named, ...filters.map((filter) => {
    const at = ["properties", filter.property];
    return holds(filter, typeOf(filter) === "number" ? [at, [...at, "minor"]] : [at], compiling);
  })], compiling), compiling.way, operator, count);
}

function events(type: string, period: Of<"event">["period"], filters: readonly RawBuilder<SqlBool>[], { shopId, now, timeZone }: Compiling): Rows {
  return {
    from: sql`"Event" e`, customerId: sql`e."customerId"`,
    where: sql.join([sql`e."shopId" = ${shopId}`, sql`e."type" = ${type}`, sql`e."customerId" is not null`, within(sql`e."at"`, spanOf(period, now, timeZone)), ...filters], sql` and `),
  };
}

/** Whether the product that lies at `at` is in the collection asked for. */
function ofCollection({ operator, value }: EventFilter, at: readonly string[], { dialect, shopId }: Compiling): RawBuilder<SqlBool> {
  if (typeof value !== "string" || !operatorsFor("collection").includes(operator)) return NOBODY;
  const has = isInCollection(dialect.jsonValue(PROPERTIES, at, "text"), value, shopId);
  return operator === "is" ? has : not(has);
}

/** `at`: where the value may lie. Of a property that is absent, or of another type, only `is-not`, `none-of` and `is-empty` hold. */
function holds(filter: EventFilter, at: readonly (readonly string[])[], compiling: Compiling): RawBuilder<SqlBool> {
  const { dialect } = compiling;
  const type = typeOf(filter);
  const [path = []] = at;
  if (!operatorsFor(type).includes(filter.operator)) return NOBODY;
  if (type === "list") return ofList(filter, path, dialect);
  if (type === "date" || type === "date-time") return ofDate(type, filter, path, compiling);
  const { operator, value } = filter;
  if (value === undefined || Array.isArray(value)) return NOBODY;
  const places = at.map((place) => dialect.jsonValue(PROPERTIES, place, type));
  const found = places.length === 1 ? sql`${places[0]}` : sql`coalesce(${sql.join(places)})`;
  if (typeof value === "string") {
    const text = sql`lower(${found})`;
    if (operator === "contains") return sql<SqlBool>`(${found} is not null and ${text} like ${`%${escapeLike(foldCase(value))}%`} escape '\\')`;
    return comparing(text, operator, foldCase(value));
  }
  return comparing(found, operator, typeof value === "boolean" ? (value ? 1 : 0) : value);
}

function ofList({ operator, value }: EventFilter, path: readonly string[], dialect: Dialect): RawBuilder<SqlBool> {
  if (operator === "is-empty" || operator === "has-items") {
    const length = sql`coalesce(${dialect.jsonListLength(PROPERTIES, path)}, 0)`;
    return operator === "is-empty" ? sql<SqlBool>`${length} = 0` : sql<SqlBool>`${length} > 0`;
  }
  const sought = Array.isArray(value) ? [...new Set(value.map(foldCase))] : [];
  if (sought.length === 0) return NOBODY;
  const found = sql`coalesce(${dialect.jsonListHas(PROPERTIES, path, sought)}, 0)`;
  switch (operator) {
    case "any-of": return sql<SqlBool>`${found} > 0`;
    case "all-of": return sql<SqlBool>`${found} = ${sought.length}`;
    case "none-of": return sql<SqlBool>`${found} = 0`;
    default: return NOBODY;
  }
}

/** By the shop's clock: what is kept begins with the day, and the time, that it shows. */
function ofDate(type: "date" | "date-time", { operator, value }: EventFilter, path: readonly string[], { dialect, now, timeZone }: Compiling): RawBuilder<SqlBool> {
  const span = spanOfDates(type, operator, value, now, timeZone);
  if (span === null) return NOBODY;
  const text = dialect.jsonValue(PROPERTIES, path, "text");
  const shaped = type === "date" ? sql`length(${text}) = 10 and ${text} like '____-__-__'` : sql`length(${text}) >= 16 and ${text} like '____-__-__%' and substr(${text}, 11, 1) = 'T'`;
  const ends = ([["from", sql`>=`], ["to", sql`<=`], ["before", sql`<`], ["after", sql`>`]] as const)
    .flatMap(([end, sign]) => (span[end] === null ? [] : [sql` and substr(${text}, 1, ${sql.lit(span[end].length)}) ${sign} ${span[end]}`]));
  return sql<SqlBool>`(${text} is not null and ${shaped}${sql.join(ends, sql``)})`;
}

function comparing(found: RawBuilder<unknown>, operator: EventFilter["operator"], value: string | number): RawBuilder<SqlBool> {
  switch (operator) {
    case "is": return sql<SqlBool>`(${found} is not null and ${found} = ${value})`;
    case "is-not": return not(sql<SqlBool>`(${found} is not null and ${found} = ${value})`);
    case "at-least": return sql<SqlBool>`(${found} is not null and ${found} >= ${value})`;
    case "at-most": return sql<SqlBool>`(${found} is not null and ${found} <= ${value})`;
    default: return NOBODY;
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
