import { CompiledQuery, HandleEmptyInListsPlugin, Kysely, PostgresDialect, type DatabaseConnection, type Driver, type RawBuilder, replaceWithNoncontingentExpression, type IsolationLevel, type TransactionSettings } from "kysely";
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

/** Transactions whose commit does not wait for the disk. It is said with their beginning, which spares a way to the database. */
class UnhurriedDialect extends PostgresDialect {
  override createDriver(): Driver {
    return Object.assign(super.createDriver(), {
      async beginTransaction(connection: DatabaseConnection, { isolationLevel = "serializable" }: TransactionSettings) {
        await connection.executeQuery(CompiledQuery.raw(`start transaction isolation level ${isolationLevel}; set local synchronous_commit = off`));
      },
    });
  }
}

/**
 * PostgreSQL, with as many writing processes as wanted. A write is SERIALIZABLE and runs again when another one came
 * between; one said to hold `sideBySide` is READ COMMITTED (docs/decisions/011).
 */
export function openPostgresDatabase(url: string, log: Pick<Logger, "warn">): Database {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, types: numbersFromPostgres, idle_in_transaction_session_timeout: LONGEST_IDLE_IN_TRANSACTION_MS });
  // Of a connection that nobody uses at the moment; the next statement opens another.
  pool.on("error", (error) => log.warn({ err: error }, "a connection to PostgreSQL was lost"));
  const connections = { pool: takingStatementsAsText(pool) };
  // "in ()" is an error here; on SQLite it means nobody.
  const plugins = [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })];
  const database = new Kysely<DB>({ dialect: new PostgresDialect(connections), plugins });
  /** On the same connections, which `database` ends. */
  const unhurried = new Kysely<DB>({ dialect: new UnhurriedDialect(connections), plugins });

  const write = <T>(work: (tx: WriteStatements) => Promise<T>, { sideBySide, redone }: WriteOptions = {}): Promise<T> => {
    const isolation: IsolationLevel = sideBySide ? "read committed" : "serializable";
    return retried(() => (redone ? unhurried : database).transaction().setIsolationLevel(isolation).execute((transaction) => work(statementsOn(transaction, postgres))));
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
