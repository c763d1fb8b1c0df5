import type { Kysely, Transaction } from "kysely";
import type { DB } from "./generated/tables";
import type { ShopStatements } from "./shop-statements.server";

/** Statements on one connection: those of one shop, or, named as such, across shops. */
export interface Statements {
  /** Every statement carries the shop by itself. */
  forShop(shopId: number): ShopStatements;
  /** For the runtime's find, the operator, and tables that belong to no shop. The statement must carry the shop itself. */
  acrossShops: Kysely<DB>;
}

/**
 * The database. Its own statements read; every write goes through `write`, one transaction at a time, so that SQLite's
 * single writer never waits for itself. The work given to `write` awaits nothing but statements of its transaction.
 */
export interface Database extends Statements {
  write<T>(work: (tx: WriteStatements) => Promise<T>): Promise<T>;
  /** Runs a write of another library (Prisma) while no transaction is open. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface WriteStatements extends Statements {
  acrossShops: Transaction<DB>;
}
