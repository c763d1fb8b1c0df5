import type { Kysely } from "kysely";
import type { Statements } from "./database.server";
import type { Dialect } from "./dialect";
import type { DB } from "./generated/tables";
import { shopStatements } from "./shop-statements.server";

/** The statements of a connection or of a transaction on it. */
export function statementsOn<C extends Kysely<DB>>(connection: C, dialect: Dialect): Statements & { acrossShops: C } {
  return { acrossShops: connection, dialect, forShop: (shopId) => shopStatements(connection, shopId) };
}
