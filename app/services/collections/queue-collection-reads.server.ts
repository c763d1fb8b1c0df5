import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { Instant } from "~/domain/instant";

/** `collection`: which products it has. `product`: in which collections it is. */
export type CollectionReadKind = "collection" | "product";

/** What is under way, or waits after a failure, keeps its time: the revision says that it is asked once more. */
const ONCE_MORE = `on conflict ("shopId","kind","resourceId") do update set "revision" = "CollectionRead"."revision" + 1`;

/** Asks for a look at Shopify, once for all reasons that come until then. To be called in the transaction that learns of the change. */
export async function queueCollectionReads(tx: WriteStatements, shopId: number, kind: CollectionReadKind, ids: readonly string[], dueAt: Instant): Promise<void> {
  const rows = [...new Set(ids)].sort().map((resourceId) => ({ shopId, kind, resourceId, revision: 1, dueAt, attempts: 0, beganAt: null, beganRevision: null, cursor: null }));
  await insertRows(tx.acrossShops, "CollectionRead", rows, { merge: ONCE_MORE });
}
