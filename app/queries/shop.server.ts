import type { Selectable } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Shop } from "~/adapters/db/generated/tables";

export type ShopRow = Selectable<Shop>;

/** The shop that has this myshopify.com domain and has not uninstalled the app. */
export async function findShopByDomain(db: Statements, domain: string): Promise<ShopRow | undefined> {
  return db.acrossShops.selectFrom("Shop").selectAll().where("domain", "=", domain).where("uninstalledAt", "is", null).executeTakeFirst();
}
