import { HandleEmptyInListsPlugin, Kysely, PostgresDialect, type RawBuilder, replaceWithNoncontingentExpression, type IsolationLevel } from "kysely";
import pg from "pg";
import type { Logger } from "pino";
import type { Database, WriteOptions, WriteStatements } from "./database.server";
import { postgres } from "./dialect";
import { makeEventMonths } from "./event-months.server";
import type { DB } from "./generated/tables";
import { numbersFromPostgres, takingStatementsAsText } from "./postgres-values.server";
import { retried } from "./retried.server";
import { statementsOn } from "./statements-on.server";

const CONNECTIONS = 10;
/** A transaction whose process froze lets go of its rows after this. */
const LONGEST_IDLE_IN_TRANSACTION_MS = 60_000;
const MONTHS_AHEAD = 2;

/**
 * PostgreSQL, with as many writing processes as wanted. A write is SERIALIZABLE and runs again when another one came
 * between; one said to hold `sideBySide` is READ COMMITTED (docs/decisions/011).
 */
export function openPostgresDatabase(url: string, log: Pick<Logger, "warn">): Database {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, types: numbersFromPostgres, idle_in_transaction_session_timeout: LONGEST_IDLE_IN_TRANSACTION_MS });
  // Of a connection that nobody uses at the moment; the next statement opens another.
  pool.on("error", (error) => log.warn({ err: error }, "a connection to PostgreSQL was lost"));
  const database = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: takingStatementsAsText(pool) }),
    // "in ()" is an error here; on SQLite it means nobody.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  });

  const write = <T>(work: (tx: WriteStatements) => Promise<T>, { sideBySide }: WriteOptions = {}): Promise<T> => {
    const isolation: IsolationLevel = sideBySide ? "read committed" : "serializable";
    return retried(() => database.transaction().setIsolationLevel(isolation).execute((transaction) => work(statementsOn(transaction, postgres))));
  };

  return {
    ...statementsOn(database, postgres),
    write,
    take: (work) => write((tx) => work({ read: tx, write: (within) => within(tx) }), { sideBySide: true }),
    async readLong<R>(statement: RawBuilder<R>, signal?: AbortSignal) {
      signal?.throwIfAborted();
      return (await statement.execute(database)).rows;
    },
    exclusive: (work) => work(),
    keepUp: (now) => makeEventMonths(database, now, MONTHS_AHEAD),
    close: () => database.destroy(),
  };
}
