import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import { customersChanged } from "./customers-changed.server";
import type { WriteDeps } from "~/services/write-deps";

/** All tags of a customer, as Shopify saw them at an instant. */
export interface TagSnapshot {
  customerId: string;
  tags: readonly string[];
  at: Instant;
}

/** Adds tags that Shopify reports. One taken away at that instant or later stays away, whatever the order of arrival. */
export async function addTags(tx: WriteStatements, deps: WriteDeps, shopId: number, customerId: string, tags: readonly string[], at: Instant): Promise<void> {
  const shop = tx.forShop(shopId);
  if (await isDeleted(tx, shopId, customerId)) return;
  const before = await tagsOf(tx, shopId, customerId);
  for (const chunk of chunksOf(tags)) {
    const gone = await shop.selectFrom("CustomerTagRemoval").select("tag").where("customerId", "=", customerId).where("tag", "in", chunk).where("removedAt", ">=", at).execute();
    const stay = new Set(gone.map(({ tag }) => tag));
    const rows = chunk.filter((tag) => !stay.has(tag)).map((tag) => ({ shopId, customerId, tag, addedAt: at, source: "shopify" }));
    if (rows.length > 0) await insertTags(tx, rows);
  }
  const after = await tagsOf(tx, shopId, customerId);
  const added = tags.filter((tag) => after.has(tag.toLowerCase()) && !before.has(tag.toLowerCase()));
  await customersChanged(tx, deps, shopId, added.map((tag) => ({ customerId, need: "tags", at, tagAdded: tag })));
}

/** Of who is deleted nothing is kept, however late it is told. */
async function isDeleted(tx: WriteStatements, shopId: number, customerId: string): Promise<boolean> {
  const row = await tx.forShop(shopId).selectFrom("Customer").select("deletedAt").where("id", "=", customerId).executeTakeFirst();
  return !row || row.deletedAt !== null;
}

/** Without regard to case, as Shopify compares them. */
async function tagsOf(tx: WriteStatements, shopId: number, customerId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.forShop(shopId).selectFrom("CustomerTag").select("tag").where("customerId", "=", customerId).execute();
  return new Set(rows.map(({ tag }) => tag.toLowerCase()));
}

/** Takes tags away that were added at that instant or before, and remembers when. */
export async function removeTags(tx: WriteStatements, deps: WriteDeps, shopId: number, customerId: string, tags: readonly string[], at: Instant): Promise<void> {
  const shop = tx.forShop(shopId);
  if (await isDeleted(tx, shopId, customerId)) return;
  for (const chunk of chunksOf(tags)) {
    await shop.insertInto("CustomerTagRemoval").values(chunk.map((tag) => ({ shopId, customerId, tag, removedAt: at })))
      .onConflict((conflict) => conflict.columns(["shopId", "customerId", "tag"])
        .doUpdateSet((row) => ({ removedAt: row.ref("excluded.removedAt") }))
        .whereRef("CustomerTagRemoval.removedAt", "<", "excluded.removedAt"))
      .execute();
    await shop.deleteFrom("CustomerTag").where("customerId", "=", customerId).where("tag", "in", chunk).where("addedAt", "<=", at).execute();
  }
  await customersChanged(tx, deps, shopId, [{ customerId, need: "tags", at }]);
}

/**
 * Brings tags in line with snapshots (import and reconcile): adds what is missing, drops what Shopify no longer shows. What was
 * reported after the snapshot stands. Answers whose tags are other than before.
 */
export async function saveTagSnapshots(tx: WriteStatements, deps: WriteDeps, shopId: number, snapshots: readonly TagSnapshot[]): Promise<Set<string>> {
  const shop = tx.forShop(shopId);
  const mended = new Set<string>();
  for (const chunk of chunksOf(snapshots, 250)) {
    const ids = chunk.map(({ customerId }) => customerId);
    const rows = await shop.selectFrom("CustomerTag").select(["customerId", "tag", "addedAt", "source"]).where("customerId", "in", ids).execute();
    const known = new Map(rows.map((row) => [keyOf(row), row.addedAt]));
    const removals = await shop.selectFrom("CustomerTagRemoval").select(["customerId", "tag", "removedAt"]).where("customerId", "in", ids).execute();
    const removedAt = new Map(removals.map((row) => [keyOf(row), row.removedAt]));
    const shown = chunk.flatMap(({ customerId, tags, at }) =>
      [...new Set(tags)].map((tag) => ({ shopId, customerId, tag, addedAt: at, source: "shopify" }))).filter((row) => (removedAt.get(keyOf(row)) ?? -1) < row.addedAt && (known.get(keyOf(row)) ?? -1) < row.addedAt);
    for (const piece of chunksOf(shown, 500)) await insertTags(tx, piece);
    const snapshotOf = new Map(chunk.map((snapshot) => [snapshot.customerId, snapshot]));
    const stale = rows.filter(({ customerId, tag, addedAt, source }) => {
      const snapshot = snapshotOf.get(customerId);
      return snapshot !== undefined && source === "shopify" && addedAt <= snapshot.at && !snapshot.tags.includes(tag);
    });
    for (const { customerId, tag } of stale) await shop.deleteFrom("CustomerTag").where("customerId", "=", customerId).where("tag", "=", tag).execute();
    const changed = new Set([...shown.filter((row) => !known.has(keyOf(row))), ...stale].map(({ customerId }) => customerId));
    // An import is no addition that somebody lives to see (R8); what customers are is asked anew.
    await customersChanged(tx, deps, shopId, chunk.filter(({ customerId }) => changed.has(customerId)).map(({ customerId, at }) => ({ customerId, need: "tags", at })));
    for (const customerId of changed) mended.add(customerId);
  }
  return mended;
}

const keyOf = ({ customerId, tag }: { customerId: string; tag: string }) => `${customerId}\n${tag}`;

/** The latest report of a tag is kept, so that a removal from before it does not take it away. */
async function insertTags(tx: WriteStatements, rows: { shopId: number; customerId: string; tag: string; addedAt: Instant; source: string }[]): Promise<void> {
  await tx.acrossShops.insertInto("CustomerTag").values(rows)
    .onConflict((conflict) => conflict.columns(["shopId", "customerId", "tag"])
      .doUpdateSet((row) => ({ addedAt: row.ref("excluded.addedAt") }))
      .whereRef("CustomerTag.addedAt", "<", "excluded.addedAt"))
    .execute();
}
