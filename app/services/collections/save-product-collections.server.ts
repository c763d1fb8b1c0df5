import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

export interface ProductInCollections {
  id: string;
  collectionIds: readonly string[];
  /** False where it is in more than these: then none is taken away. */
  whole: boolean;
}

interface Row {
  collectionId: string;
  productId: string;
  seenAt: Instant;
}

const SEEN_AGAIN = `on conflict ("shopId","collectionId","productId") do update set "seenAt" = excluded."seenAt" where "ProductCollection"."seenAt" < excluded."seenAt"`;
const keyOf = ({ collectionId, productId }: Pick<Row, "collectionId" | "productId">): string => `${collectionId} ${productId}`;

/**
 * In which collections products are, as Shopify said when it was asked at `askedAt` (before its answer). `by: "product"` is a look at these products alone, `"import"` one
 * at all of the shop, which takes its time: what was asked later stands, of a product or of a collection. Answers how many products were in others.
 */
export async function saveProductCollections(tx: WriteStatements, shopId: number, products: readonly ProductInCollections[], askedAt: Instant, by: "product" | "import"): Promise<number> {
  const own = tx.forShop(shopId);
  let changed = 0;
  for (const chunk of chunksOf(products, 200)) {
    const newer = await own.selectFrom("Product").select("id").where("id", "in", chunk.map(({ id }) => id))
      .where((row) => row.or([row("collectionsReadAt", ">", askedAt), row("deletedAt", "is not", null)])).execute();
    const settled = new Set(newer.map(({ id }) => id));
    const fresh = chunk.filter(({ id }) => !settled.has(id));
    if (fresh.length === 0) continue;
    const ids = fresh.map(({ id }) => id);
    const kept = await own.selectFrom("ProductCollection").select(["collectionId", "productId", "seenAt"]).where("productId", "in", ids).execute();
    const closed = await closedCollections(tx, shopId, [...kept.map(({ collectionId }) => collectionId), ...fresh.flatMap(({ collectionIds }) => collectionIds)], askedAt);
    const told = fresh.flatMap(({ id: productId, collectionIds }) => [...new Set(collectionIds)].map((collectionId) => ({ collectionId, productId, seenAt: askedAt }))).filter(({ collectionId }) => !closed.has(collectionId));
    const [toldKeys, keptKeys] = [new Set(told.map(keyOf)), new Set(kept.map(keyOf))];
    const partial = new Set(fresh.filter(({ whole }) => !whole).map(({ id }) => id));
    const gone = kept.filter((row) => row.seenAt < askedAt && !closed.has(row.collectionId) && !partial.has(row.productId) && !toldKeys.has(keyOf(row)));
    const missing = told.filter((row) => !keptKeys.has(keyOf(row)));
    await put(tx, shopId, by === "product" ? told : missing);
    await take(tx, shopId, gone);
    if (by === "product") await own.updateTable("Product").set({ collectionsReadAt: askedAt }).where("id", "in", ids).execute();
    changed += new Set([...gone, ...missing].map(({ productId }) => productId)).size;
  }
  return changed;
}

/** Products that a collection has, as a page of them said when it was asked for at `askedAt`. */
export async function saveCollectionPage(tx: WriteStatements, shopId: number, collectionId: string, productIds: readonly string[], askedAt: Instant): Promise<void> {
  if (productIds.length === 0) return;
  const newer = await tx.forShop(shopId).selectFrom("Product").select("id").where("id", "in", productIds)
    .where((row) => row.or([row("collectionsReadAt", ">", askedAt), row("deletedAt", "is not", null)])).execute();
  const settled = new Set(newer.map(({ id }) => id));
  await put(tx, shopId, productIds.filter((id) => !settled.has(id)).map((productId) => ({ collectionId, productId, seenAt: askedAt })));
}

/**
 * Takes products out of a collection that were last seen in it before `before`: the piece of at most `size` that comes after the product `after` ("" at first). Answers with which
 * product the piece ended, or null where there is none after it. What stays is passed once in all.
 */
export async function takeUnseen(tx: WriteStatements, shopId: number, collectionId: string, before: Instant, after: string, size: number): Promise<string | null> {
  const rows = await tx.forShop(shopId).selectFrom("ProductCollection").select(["collectionId", "productId", "seenAt"])
    .where("collectionId", "=", collectionId).where("productId", ">", after).orderBy("productId").limit(size).execute();
  await take(tx, shopId, rows.filter(({ seenAt }) => seenAt < before));
  return rows.length < size ? null : rows.at(-1)?.productId ?? null;
}

/** Those that were deleted, or of which a pass of their own knows more than was known then. */
async function closedCollections(tx: WriteStatements, shopId: number, ids: readonly string[], askedAt: Instant): Promise<ReadonlySet<string>> {
  const closed = new Set<string>();
  for (const chunk of chunksOf([...new Set(ids)], 5_000)) {
    const rows = await tx.forShop(shopId).selectFrom("Collection").select("id").where("id", "in", chunk)
      .where((row) => row.or([row("readAt", ">", askedAt), row("deletedAt", "is not", null)])).execute();
    for (const { id } of rows) closed.add(id);
  }
  return closed;
}

const inOrder = (rows: readonly Row[]): Row[] => [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const put = (tx: WriteStatements, shopId: number, rows: readonly Row[]): Promise<void> =>
  insertRows(tx.acrossShops, "ProductCollection", inOrder(rows).map((row) => ({ shopId, ...row })), { merge: SEEN_AGAIN });

async function take(tx: WriteStatements, shopId: number, rows: readonly Row[]): Promise<void> {
  for (const chunk of chunksOf(inOrder(rows), 500)) {
    const keys = chunk.map(({ collectionId, productId }) => [collectionId, productId]);
    await sql`delete from "ProductCollection" where "shopId" = ${shopId} and ("collectionId", "productId") in (${valueRows(tx.dialect, ["text", "text"], keys)})`.execute(tx.acrossShops);
  }
}
