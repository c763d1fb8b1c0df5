import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

export interface CollectionRecord {
  id: string;
  title: string;
  updatedAt: Instant;
}

const NEWER = `on conflict ("shopId","id") do update set "title" = excluded."title", "updatedAt" = excluded."updatedAt" where "Collection"."updatedAt" < excluded."updatedAt" and "Collection"."deletedAt" is null`;

/** Upserts collections by their names. An older word changes nothing; one deleted in Shopify stays deleted. */
export async function saveCollections(tx: WriteStatements, shopId: number, records: readonly CollectionRecord[]): Promise<void> {
  const newest = new Map<string, CollectionRecord>();
  for (const record of records) if (record.updatedAt >= (newest.get(record.id)?.updatedAt ?? -Infinity)) newest.set(record.id, record);
  const sorted = [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const chunk of chunksOf(sorted, 1_000)) {
    const rows = await tx.forShop(shopId).selectFrom("Collection").select(["id", "updatedAt", "deletedAt"]).where("id", "in", chunk.map(({ id }) => id)).execute();
    const known = new Map(rows.map(({ id, updatedAt, deletedAt }) => [id, deletedAt === null ? updatedAt : Infinity]));
    const fresh = chunk.filter(({ id, updatedAt }) => updatedAt > (known.get(id) ?? -Infinity));
    await insertRows(tx.acrossShops, "Collection", fresh.map(({ id, title, updatedAt }) => ({ shopId, id, title, updatedAt, deletedAt: null, readAt: null })), { merge: NEWER });
  }
}

/** One that Shopify has no more. Its products go with the next look at it, in pieces. */
export async function noteCollectionGone(tx: WriteStatements, shopId: number, id: string, at: Instant): Promise<void> {
  await tx.forShop(shopId).insertInto("Collection").values({ shopId, id, title: "", updatedAt: at, deletedAt: at, readAt: null })
    .onConflict((conflict) => conflict.columns(["shopId", "id"]).doUpdateSet({ deletedAt: at }))
    .execute();
}
