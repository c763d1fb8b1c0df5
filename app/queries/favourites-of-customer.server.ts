import type { Statements } from "~/adapters/db/database.server";

/** More than a page can show; the newest come first. */
const MOST_FAVOURITES = 500;

/** Products that a customer marked, on whichever device, by Shopify's id of the customer. */
export async function favouritesOfCustomer(db: Statements, shopId: number, shopifyId: string): Promise<string[]> {
  const rows = await db.forShop(shopId).selectFrom("Favourite")
    .innerJoin("Customer", (join) => join.onRef("Customer.shopId", "=", "Favourite.shopId").onRef("Customer.id", "=", "Favourite.subjectId"))
    .select("Favourite.productId")
    .where("Favourite.known", "=", 1).where("Favourite.marked", "=", 1).where("Customer.shopId", "=", shopId).where("Customer.shopifyId", "=", shopifyId).where("Customer.deletedAt", "is", null)
    .orderBy("Favourite.changedAt", "desc").orderBy("Favourite.productId").limit(MOST_FAVOURITES).execute();
  return rows.map(({ productId }) => productId);
}
