import type { Kysely, RawBuilder, Transaction } from "kysely";
import type { Dialect } from "./dialect";
import type { DB } from "./generated/tables";
import type { ShopStatements } from "./shop-statements.server";

/** Statements on one connection: those of one shop, or, named as such, across shops. */
export interface Statements {
  /** Every statement carries the shop by itself. */
  forShop(shopId: number): ShopStatements;
  /** For the runtime's find, the operator, and tables that belong to no shop. The statement must carry the shop itself. */
  acrossShops: Kysely<DB>;
  /** What this database says otherwise than the other. */
  dialect: Dialect;
}

export interface WriteOptions {
  /**
   * Other transactions may write between the statements of this one, as audited in docs/decisions/011: each decision it
   * takes is settled by a unique key, by a condition in the statement that writes, or by a lock on the rows it read. Left
   * out, it is as if nobody else wrote meanwhile.
   */
  sideBySide?: true;
  /**
   * Need not be on disk when it ends, for what is done again in full from what a crash of the database leaves, as audited in docs/decisions/011. It is
   * there, and whole or not at all, before any later write that is. Nobody outside may have been told of it by then. SQLite keeps every write at once.
   */
  redone?: true;
}

/** What `Database.take` gives to its work. */
export interface Taking {
  /** Reads, and takes by `skipLocked`. */
  read: Statements;
  write<T>(work: (tx: WriteStatements) => Promise<T>): Promise<T>;
}

/**
 * The database. Its own statements read; every write goes through `write`. The work given to it awaits nothing but
 * statements of its transaction and changes nothing outside of it, since it runs again where another writer came between.
 * On SQLite one transaction runs at a time, so that its single writer never waits for itself.
 */
export interface Database extends Statements {
  write<T>(work: (tx: WriteStatements) => Promise<T>, options?: WriteOptions): Promise<T>;
  /**
   * Takes rows, prepares something of them at length, and writes. On PostgreSQL that is one transaction, and as `sideBySide` says: what was read with `skipLocked` is passed over by
   * everybody else until it is written, and free again should this process die. On SQLite, whose writer must not wait for preparations, only `write` takes its
   * turn: let it check that what was read is still so.
   */
  take<T>(work: (taking: Taking) => Promise<T>): Promise<T>;
  /**
   * Rows of a read over a whole customer base, which may take seconds and holds nothing else up: on SQLite it runs in a thread of its own, one after the
   * other. One whose `signal` was aborted before its turn is not begun and rejects.
   */
  readLong<R>(statement: RawBuilder<R>, signal?: AbortSignal): Promise<R[]>;
  /** Runs a write of another library (Prisma) while no transaction is open in this process, where the database has one writer. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** What the database needs from time to time, such as room for the coming months. `now` is real time. */
  keepUp(now: number): Promise<void>;
  close(): Promise<void>;
}

export interface WriteStatements extends Statements {
  acrossShops: Transaction<DB>;
}
