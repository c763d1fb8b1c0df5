import SQLite from "better-sqlite3";
import { CompiledQuery, Kysely, SqliteDialect, type DatabaseConnection, type Driver, type RawBuilder } from "kysely";
import { oneAfterAnother } from "~/adapters/one-after-another";
import { isLogLarge, openCheckpoints } from "./checkpoints.server";
import type { Database, WriteStatements } from "./database.server";
import { sqlite } from "./dialect";
import { expectLargeTables } from "./expected-sizes.server";
import { openLongReads } from "./long-reads.server";
import type { DB } from "./generated/tables";
import { withPreparedStatements } from "./prepared-statements.server";
import { statementsOn } from "./statements-on.server";

function open(file: string, pragmas: string[]): SQLite.Database {
  const connection = new SQLite(file);
  for (const pragma of pragmas) connection.pragma(pragma);
  return connection;
}

/**
 * Transactions that write from the start: one that only reads at first is refused at its first write when another process
 * (the command line) has written meanwhile, and waiting does not help it.
 */
class WritingDialect extends SqliteDialect {
  override createDriver(): Driver {
    return Object.assign(super.createDriver(), {
      async beginTransaction(connection: DatabaseConnection) {
        await connection.executeQuery(CompiledQuery.raw("begin immediate"));
      },
    });
  }
}

/** A thread brings the log into the file (`openCheckpoints`); the writer does it where that does not come to it for so many pages (256 MB). */
const PAGES_BETWEEN_CHECKPOINTS = 64_000;

/** SQLite with one writing and one reading connection, WAL, and a commit that is on disk before it returns. */
export function openSqliteDatabase(url: string): Database {
  const file = url.replace(/^file:/, "");
  const writing = open(file, ["journal_mode = WAL", "synchronous = FULL", `wal_autocheckpoint = ${PAGES_BETWEEN_CHECKPOINTS}`, "busy_timeout = 5000", "cache_size = -32768", "temp_store = MEMORY"]);
  if (isLogLarge(file)) writing.pragma("wal_checkpoint(TRUNCATE)");
  expectLargeTables(writing);
  const reading = open(file, ["busy_timeout = 5000", "query_only = ON", "cache_size = -16384"]);
  const writer = new Kysely<DB>({ dialect: new WritingDialect({ database: withPreparedStatements(writing) }) });
  const reader = new Kysely<DB>({ dialect: new SqliteDialect({ database: withPreparedStatements(reading) }) });

  const exclusive = oneAfterAnother();
  const read = statementsOn(reader, sqlite);
  const write = <T>(work: (tx: WriteStatements) => Promise<T>): Promise<T> => exclusive(() => writer.transaction().execute((transaction) => work(statementsOn(transaction, sqlite))));

  const longReads = openLongReads(file);
  const checkpoints = openCheckpoints(file);
  return {
    ...read,
    async readLong<R>(statement: RawBuilder<R>, signal?: AbortSignal) {
      const { sql, parameters } = statement.compile(reader);
      return (await longReads.read(sql, parameters, signal)) as R[];
    },
    exclusive,
    write,
    take: (work) => work({ read, write }),
    keepUp: async () => undefined,
    async close() {
      await exclusive(async () => undefined);
      await Promise.all([longReads.close(), checkpoints.close()]);
      await reader.destroy();
      await writer.destroy();
      // What was never used Kysely does not close. The last one brings the write-ahead log into the file, which the reader may not.
      reading.close();
      writing.close();
    },
  };
}
