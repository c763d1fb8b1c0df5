import { sql, type DeleteQueryBuilder, type DeleteResult, type InsertQueryBuilder, type InsertResult, type Kysely, type SelectQueryBuilder, type SqlBool, type Transaction, type UpdateQueryBuilder, type UpdateResult } from "kysely";
import type { DB } from "./generated/tables";

/** Tables whose rows belong to a shop. */
export type ShopTable = { [T in keyof DB]: DB[T] extends { shopId: number } ? T : never }[keyof DB];

export interface ShopStatements {
  readonly shopId: number;
  selectFrom<T extends ShopTable>(table: T): SelectQueryBuilder<DB, T, object>;
  /** The rows carry `shopId` themselves. */
  insertInto<T extends ShopTable>(table: T): InsertQueryBuilder<DB, T, InsertResult>;
  updateTable<T extends ShopTable>(table: T): UpdateQueryBuilder<DB, T, T, UpdateResult>;
  deleteFrom<T extends ShopTable>(table: T): DeleteQueryBuilder<DB, T, DeleteResult>;
  /** For joins, common table expressions and INSERT … SELECT: the statement carries the shop itself. */
  sql: Kysely<DB>;
}

/** Statements of one shop: reads, updates and deletes carry `shopId = this shop` from the start. */
export function shopStatements(connection: Kysely<DB> | Transaction<DB>, shopId: number): ShopStatements {
  const ofThisShop = (table: ShopTable) => sql<SqlBool>`${sql.ref(`${table}.shopId`)} = ${shopId}`;
  return {
    shopId,
    selectFrom<T extends ShopTable>(table: T) {
      const all = connection.selectFrom(table) as unknown as SelectQueryBuilder<DB, T, object>;
      return all.where(ofThisShop(table));
    },
    insertInto: (table) => connection.insertInto(table),
    updateTable<T extends ShopTable>(table: T) {
      const all = connection.updateTable(table) as unknown as UpdateQueryBuilder<DB, T, T, UpdateResult>;
      return all.where(ofThisShop(table));
    },
    deleteFrom<T extends ShopTable>(table: T) {
      const all = connection.deleteFrom(table) as unknown as DeleteQueryBuilder<DB, T, DeleteResult>;
      return all.where(ofThisShop(table));
    },
    sql: connection,
  };
}
