import { sql, type RawBuilder } from "kysely";
import { storableJson } from "./storable-text";

export type ValueType = "text" | "bigint";

/** A list of rows in a statement handed over as text: what stands in the place of a query, and its values. */
export interface ListOfRows {
  text: string;
  values: unknown[];
}

/** What the databases say differently. Statements put it in where it belongs and never ask which database it is. */
export interface Dialect {
  name: "sqlite" | "postgres";
  /** Rows that one transaction of a long pass may write: on SQLite what keeps its one writer for less than 50 ms, on PostgreSQL what is worth the way there. */
  rowsAtOnce: number;
  /**
   * Ends a SELECT of rows to claim: takes them, leaving out what another writer holds. In a statement that changes what it picks it stands in a materialized WITH:
   * PostgreSQL may read an IN again for each row, pass over those it took before, and take more than the limit.
   */
  skipLocked: RawBuilder<unknown>;
  /** Ends a SELECT of rows about which this transaction decides: nobody changes them until it is done. */
  locked: RawBuilder<unknown>;
  /** Ends a SELECT of rows on which this transaction relies: nobody changes them until it is done, others may rely on them too. */
  lockedShared: RawBuilder<unknown>;
  /** A value of a SELECT: 1 where this transaction has the turn of that name until it is done, 0 where another one has it. */
  turnOf(name: string): RawBuilder<number>;
  /**
   * A statement, the first of its transaction: waits in the queue until nobody relies on rows of the table (`lockedShared`) or changes them, and lets nobody do so until this transaction is done; reading goes on.
   * Those who rely on a row never wait for each other, so one who needs it to itself waits for ever while they overlap. It holds up all shops, and is refused (to be tried again) after two seconds.
   */
  aloneAt(table: string): RawBuilder<unknown>;
  /**
   * Joins the one row of a table that a key names, looked up for each row before it; "all" the rows that the beginning of a key names. PostgreSQL would read and hash the whole table for every piece of a long pass.
   * `kind` "left join" keeps rows that have none.
   */
  lookUp(kind: "join" | "left join", table: string, alias: string, on: RawBuilder<unknown>, rows?: "one" | "all"): RawBuilder<unknown>;
  /** A column of JSON text, to be asked with `->>`. */
  json(column: RawBuilder<unknown>): RawBuilder<unknown>;
  /** A text, a number or a yes or no (1 or 0) in a column of JSON text, by its path of keys; null where it is absent or of another kind. A column with an escape that PostgreSQL refuses counts as one without values, on both. */
  jsonValue(column: RawBuilder<unknown>, path: readonly string[], kind: "text" | "number" | "boolean"): RawBuilder<unknown>;
  /** How many items a list has in a column of JSON text, by its path of keys; null where there is no list. */
  jsonListLength(column: RawBuilder<unknown>, path: readonly string[]): RawBuilder<unknown>;
  /** How many of these texts, each in small letters and there once, are items of the list, compared in small letters; null where there is no list. */
  jsonListHas(column: RawBuilder<unknown>, path: readonly string[], texts: readonly string[]): RawBuilder<unknown>;
  /**
   * Rows handed over with a statement, to be joined with or looked up in. SQLite gets a VALUES list without types: knowing them it would index the list and walk
   * through the table, in place of looking up each row of the list in the table. PostgreSQL gets one value whatever the number of rows.
   */
  list(types: readonly ValueType[], rows: readonly (readonly unknown[])[]): ListOfRows;
  /** Cuts rows into what one statement takes. */
  pieces<T>(rows: readonly T[]): T[][];
  /** Where a row lies, to name the rows of a piece of a table whatever its key. Say the shop beside it: it is unique in a partition only. */
  place: RawBuilder<unknown>;
}

/** One writer at a time: what it reads stays as it is without locks. */
export const sqlite: Dialect = {
  name: "sqlite",
  rowsAtOnce: 200,
  skipLocked: sql``,
  locked: sql``,
  lockedShared: sql``,
  turnOf: () => sql`1`,
  aloneAt: () => sql`select 1`,
  lookUp: (kind, table, alias, on) => sql`${sql.raw(kind)} ${sql.table(table)} as ${sql.ref(alias)} on ${on}`,
  json: (column) => column,
  jsonValue: jsonValueOfSqlite,
  jsonListLength: (column, path) => listOfSqlite(column, path, (at) => sql`json_array_length(${column}, ${at})`),
  jsonListHas: (column, path, texts) => listOfSqlite(column, path, (at) => sql`(select count(distinct lower(item."value")) from json_each(${column}, ${at}) item where item."type" = 'text' and lower(item."value") in (${sql.join([...texts])}))`),
  list: (types, rows) => ({ text: `values ${rows.map(() => `(${types.map(() => "?").join(",")})`).join(",")}`, values: rows.flat() }),
  pieces: inSizes,
  place: sql.ref("rowid"),
};

export const postgres: Dialect = {
  name: "postgres",
  rowsAtOnce: 1_000,
  skipLocked: sql`for update skip locked`,
  locked: sql`for update`,
  lockedShared: sql`for share`,
  lookUp: (kind, table, alias, on, rows = "one") =>
    sql`${sql.raw(kind)} lateral (select * from ${sql.table(table)} as ${sql.ref(alias)} where ${on} ${sql.raw(rows === "one" ? "limit 1" : "offset 0")}) as ${sql.ref(alias)} on true`,
  turnOf: (name) => sql`cast(pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as integer)`,
  aloneAt: (table) => sql.raw(`set local lock_timeout = '2s'; lock table "${table}" in exclusive mode; set local lock_timeout = 0`),
  json: (column) => sql`cast(${column} as json)`,
  jsonValue: jsonValueOfPostgres,
  jsonListLength: (column, path) => listOfPostgres(column, path, (list) => sql`json_array_length(${list})`),
  jsonListHas: (column, path, texts) => listOfPostgres(column, path, (list) => sql`(select count(distinct lower(item #>> '{}')) from json_array_elements(${list}) item where json_typeof(item) = 'string' and lower(item #>> '{}') in (${sql.join([...texts])}))`),
  list: (types, rows) => ({
    text: `select * from json_to_recordset(cast(? as json)) as listed(${types.map((type, column) => `"${column}" ${type}`).join(",")})`,
    values: [storableJson(rows.map((row) => Object.fromEntries(row.map((value, column) => [column, value]))))],
  }),
  pieces: (rows) => (rows.length === 0 ? [] : [[...rows]]),
  place: sql.ref("ctid"),
};

/** Few sizes, so that few statements are prepared and all stay prepared; each is far below SQLite's limit of 32,766 variables. */
const SIZES = [64, 8, 1] as const;

function inSizes<T>(list: readonly T[]): T[][] {
  const pieces: T[][] = [];
  let start = 0;
  for (const size of SIZES) {
    for (; list.length - start >= size; start += size) pieces.push(list.slice(start, start + size));
  }
  return pieces;
}

/** Escapes that PostgreSQL refuses, of a zero character and of half a letter, all begin so; what JSON.stringify writes has few others. */
const ESCAPE = sql.lit("\\u");

const pathOfSqlite = (path: readonly string[]): string => `$${path.map((key) => `."${key}"`).join("")}`;

function listOfSqlite(column: RawBuilder<unknown>, path: readonly string[], ask: (at: string) => RawBuilder<unknown>): RawBuilder<unknown> {
  const at = pathOfSqlite(path);
  return sql`case when instr(${column}, ${ESCAPE}) = 0 then case when json_type(${column}, ${at}) = 'array' then ${ask(at)} end end`;
}

function listOfPostgres(column: RawBuilder<unknown>, path: readonly string[], ask: (list: RawBuilder<unknown>) => RawBuilder<unknown>): RawBuilder<unknown> {
  const list = sql`(cast(${column} as json) #> ${sql.lit(`{${path.join(",")}}`)})`;
  return sql`case when strpos(${column}, ${ESCAPE}) = 0 then case when json_typeof(${list}) = 'array' then ${ask(list)} end end`;
}

function jsonValueOfSqlite(column: RawBuilder<unknown>, path: readonly string[], kind: "text" | "number" | "boolean"): RawBuilder<unknown> {
  const at = pathOfSqlite(path);
  const type = sql`case when instr(${column}, ${ESCAPE}) = 0 then json_type(${column}, ${at}) end`;
  switch (kind) {
    case "text": return sql`case when ${type} = 'text' then ${column} ->> ${at} end`;
    case "number": return sql`case when ${type} in ('integer', 'real') then ${column} ->> ${at} end`;
    case "boolean": return sql`case ${type} when 'true' then 1 when 'false' then 0 end`;
    default: return kind satisfies never;
  }
}

function jsonValueOfPostgres(column: RawBuilder<unknown>, path: readonly string[], kind: "text" | "number" | "boolean"): RawBuilder<unknown> {
  const at = sql.lit(`{${path.join(",")}}`);
  const type = sql`case when strpos(${column}, ${ESCAPE}) = 0 then json_typeof(cast(${column} as json) #> ${at}) end`;
  const text = sql`(cast(${column} as json) #>> ${at})`;
  switch (kind) {
    case "text": return sql`case when ${type} = 'string' then ${text} end`;
    case "number": return sql`case when ${type} = 'number' then cast(${text} as double precision) end`;
    case "boolean": return sql`case when ${type} = 'boolean' then case when ${text} = 'true' then 1 else 0 end end`;
    default: return kind satisfies never;
  }
}
