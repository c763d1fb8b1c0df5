import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { COUNT_OPERATORS } from "~/domain/segment/condition";

/**
 * How the databases are to find out: "each" asks of every customer alone, which suits some hundreds; "all" finds those of the
 * whole shop at once and looks each up among them. The answers are the same.
 */
export type Way = "each" | "all";

/** Rows that belong to customers, before it is said to whom. */
export interface Rows {
  /** Tables with their aliases. */
  from: RawBuilder<unknown>;
  /** The column with the customer's id; not null under `where`. */
  customerId: RawBuilder<unknown>;
  /** Says the shop. */
  where: RawBuilder<unknown>;
}

export const NOBODY = sql<SqlBool>`1 = 0`;
export const EVERYBODY = sql<SqlBool>`1 = 1`;

const ID = sql`"Customer"."id"`;

export const not = (predicate: RawBuilder<SqlBool>): RawBuilder<SqlBool> => sql<SqlBool>`not ${predicate}`;

/** That the customer of the row `"Customer"` has one of the rows, found by "all". */
interface AmongRows extends RawBuilder<SqlBool> {
  rows: Rows;
}

/** Keeps PostgreSQL from asking the other way round, of all rows of the shop whose they are: without statistics it takes them for a handful, and so for every piece of a long pass. */
const ASKED_OF_EACH = sql`limit 1 offset 0`;

/** Whether the customer of the row `"Customer"` has one of the rows. */
export function hasAny(rows: Rows, way: Way): RawBuilder<SqlBool> {
  const { from, customerId, where } = rows;
  if (way === "each") return sql<SqlBool>`exists (select 1 from ${from} where ${where} and ${customerId} = ${ID} ${ASKED_OF_EACH})`;
  return Object.assign(sql<SqlBool>`${ID} in (${customersOf(rows)})`, { rows }) satisfies AmongRows;
}

const customersOf = ({ from, customerId, where }: Rows) => sql`select ${customerId} from ${from} where ${where}`;

const isAmongRows = (predicate: RawBuilder<SqlBool>): predicate is AmongRows => "rows" in predicate;

/**
 * Whether all of them hold. Those who have rows of several kinds are found among the rows, each kind among those of the next, and only
 * then looked up as customers: what is left of two large sets is small, and a database does not see by itself that it may begin there.
 */
export function allHold(predicates: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  const [last, ...before] = predicates.filter(isAmongRows).reverse();
  if (!last) return predicates.length === 0 ? EVERYBODY : sql<SqlBool>`(${sql.join([...predicates], sql` and `)})`;
  const within = before.reduce<Rows>((inner, { rows }) => ({ ...rows, where: sql`${rows.where} and ${rows.customerId} in (${customersOf(inner)})` }), last.rows);
  const among = hasAny(within, "all");
  const others = predicates.filter((predicate) => !isAmongRows(predicate));
  return others.length === 0 ? among : sql<SqlBool>`(${sql.join([...others, among], sql` and `)})`;
}

/** Whether what is counted or summed up over the customer's rows is so. Without a row it is not, whatever is asked. */
export function isSo(rows: Rows, way: Way, so: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  const { from, customerId, where } = rows;
  return way === "each"
    ? sql<SqlBool>`exists (select 1 from ${from} where ${where} and ${customerId} = ${ID} group by ${customerId} having ${so})`
    : sql<SqlBool>`${ID} in (select ${customerId} from ${from} where ${where} group by ${customerId} having ${so})`;
}

/** How many of the rows the customer has; `counted` is what is counted, once each. */
export function hasCount(rows: Rows, way: Way, operator: (typeof COUNT_OPERATORS)[number], count: number, counted: RawBuilder<unknown> = sql`*`): RawBuilder<SqlBool> {
  switch (operator) {
    case "at-least": return count === 0 ? EVERYBODY : count === 1 ? hasAny(rows, way) : isSo(rows, way, sql<SqlBool>`count(${counted}) >= ${count}`);
    case "at-most": return not(hasCount(rows, way, "at-least", count + 1, counted));
    case "equals": return count === 0 ? not(hasAny(rows, way)) : isSo(rows, way, sql<SqlBool>`count(${counted}) = ${count}`);
    default: return operator satisfies never;
  }
}
