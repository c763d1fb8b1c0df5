import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import type { PriceSubject } from "./see-prices.server";

export interface FavouriteMark extends PriceSubject {
  shopId: number;
  productId: string;
  /** The variant that was chosen on the page. */
  variantId: string;
  /** 0 where the mark was taken away. */
  marked: 0 | 1;
  changedAt: Instant;
}

/** Keeps the favourites of people as they said last, whatever order they are told in. One statement for a hundred. */
export async function markFavourites(tx: WriteStatements, marks: readonly FavouriteMark[]): Promise<void> {
  const last = new Map<string, FavouriteMark>();
  for (const mark of [...marks].sort((a, b) => a.changedAt - b.changedAt)) last.set([mark.shopId, mark.known, mark.subjectId, mark.productId].join("\n"), mark);
  const inOrder = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, mark]) => mark);
  for (const chunk of chunksOf(inOrder)) {
    await tx.acrossShops.insertInto("Favourite").values(chunk)
      .onConflict((conflict) => conflict.columns(["shopId", "known", "subjectId", "productId"])
        .doUpdateSet((row) => ({ variantId: row.ref("excluded.variantId"), marked: row.ref("excluded.marked"), changedAt: row.ref("excluded.changedAt") }))
        .whereRef("Favourite.changedAt", "<=", "excluded.changedAt"))
      .execute();
  }
}

/** R44: a visitor's favourites, or those of a customer who was merged away, become the customer's; what was said last about a product holds. */
export async function joinFavourites(tx: WriteStatements, shopId: number, from: PriceSubject, customerId: string): Promise<void> {
  if (from.known === 1 && from.subjectId === customerId) return;
  await sql`
    insert into "Favourite" ("shopId", "known", "subjectId", "productId", "variantId", "marked", "changedAt")
    select "shopId", 1, ${customerId}, "productId", "variantId", "marked", "changedAt" from "Favourite"
    where "shopId" = ${shopId} and "known" = ${from.known} and "subjectId" = ${from.subjectId} order by "productId"
    on conflict ("shopId", "known", "subjectId", "productId") do update set "variantId" = excluded."variantId", "marked" = excluded."marked", "changedAt" = excluded."changedAt"
    where "Favourite"."changedAt" <= excluded."changedAt"`.execute(tx.acrossShops);
  await tx.forShop(shopId).deleteFrom("Favourite").where("known", "=", from.known).where("subjectId", "=", from.subjectId).execute();
}
