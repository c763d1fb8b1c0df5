import { CompiledQuery, Kysely, type PostgresDialectConfig, type DatabaseConnection, type Driver, type RawBuilder, type IsolationLevel, type TransactionSettings } from "kysely";
import pg from "pg";
import type { Logger } from "pino";
import type { Database, WriteOptions, WriteStatements } from "./database.server";
import { postgres } from "./dialect";
import { makeEventMonths } from "./event-months.server";
import type { DB } from "./generated/tables";
import { PostgresWithLists } from "./postgres-lists.server";
import { numbersFromPostgres, takingStatementsAsText } from "./postgres-values.server";
import { retried } from "./retried.server";
import { statementsOn } from "./statements-on.server";

const CONNECTIONS = 10;
/** A transaction whose process froze lets go of its rows after this. */
const LONGEST_IDLE_IN_TRANSACTION_MS = 60_000;
const MONTHS_AHEAD = 2;

/** A commit does not wait for the disk. */
const UNHURRIED = "set local synchronous_commit = off";
/** Who counts a million customers hashes them in memory, and beside one helper: those who are walked through steps need the machine as well. */
const LONG_READ = "set local work_mem = '64MB'; set local max_parallel_workers_per_gather = 1";

/** Transactions with settings of their own, said with their beginning, which spares a way to the database. */
class SettingDialect extends PostgresWithLists {
  readonly #settings: string;

  constructor(config: PostgresDialectConfig, settings: string) {
    super(config);
    this.#settings = settings;
  }

  override createDriver(): Driver {
    const settings = this.#settings;
    return Object.assign(super.createDriver(), {
      async beginTransaction(connection: DatabaseConnection, { isolationLevel = "serializable" }: TransactionSettings) {
        await connection.executeQuery(CompiledQuery.raw(`start transaction isolation level ${isolationLevel}; ${settings}`));
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
  pool.on("connect", (connection) => {
    // In use or not, and while it waits for nothing too; the statement that needs it next fails, and another one is opened.
    connection.on("error", (error) => log.warn({ err: error }, "a connection to PostgreSQL was lost"));
    // On its disks of today a page here and there costs hardly more than the next one: rows are looked up by their keys in place of whole tables read.
    void connection.query("set random_page_cost = 1.1").catch((error: unknown) => log.warn({ err: error }, "a connection to PostgreSQL keeps its own costs"));
  });
  // Of a connection that nobody uses; it has said so itself.
  pool.on("error", () => undefined);
  const connections = { pool: takingStatementsAsText(pool) };
  const database = new Kysely<DB>({ dialect: new PostgresWithLists(connections) });
  /** On the same connections, which `database` ends. */
  const beginningWith = (settings: string) => new Kysely<DB>({ dialect: new SettingDialect(connections, settings) });
  const unhurried = beginningWith(UNHURRIED);
  const longReading = beginningWith(LONG_READ);

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
      return (await longReading.transaction().setIsolationLevel("read committed").execute((transaction) => statement.execute(transaction))).rows;
    },
    exclusive: (work) => work(),
    keepUp: (now) => makeEventMonths(database, now, MONTHS_AHEAD),
    close: () => database.destroy(),
  };
}
