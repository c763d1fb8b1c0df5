import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import type { WriteDeps } from "~/services/write-deps";

/** So many members are looked at for leaving in one transaction. */
export const LOOK = 300;

export interface MembersOf {
  shopId: number;
  segmentId: string;
  /** The reading under way. */
  pass: number;
}

/**
 * Notes a page of those who are in a segment of Shopify's, by their Shopify ids, and tells of those who were not before. Answers how many of them the
 * shop does not know: they are passed over, and met by the reading after they have come. Some hundred at once, a fixed number of statements.
 */
export async function noteMembers(tx: WriteStatements, deps: WriteDeps, { shopId, segmentId, pass }: MembersOf, shopifyIds: readonly string[]): Promise<number> {
  if (shopifyIds.length === 0) return 0;
  const own = tx.forShop(shopId);
  const found = await own.selectFrom("Customer").select("id").where("shopifyId", "in", shopifyIds).where("deletedAt", "is", null).orderBy("id").execute();
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return shopifyIds.length;
  const before = new Set((await own.selectFrom("ShopifySegmentMember").select("customerId").where("segmentId", "=", segmentId).where("customerId", "in", ids).execute()).map(({ customerId }) => customerId));
  await insertRows(tx.acrossShops, "ShopifySegmentMember", ids.map((customerId) => ({ shopId, segmentId, customerId, pass })), { merge: `on conflict ("shopId", "segmentId", "customerId") do update set "pass" = excluded."pass"` });
  await tell(tx, deps, shopId, ids.filter((id) => !before.has(id)));
  return new Set(shopifyIds).size - ids.length;
}

/** Takes away those of the next members after `after` whom the reading did not meet, and tells of them. Answers where to go on, null at the end. */
export async function sweepMembers(tx: WriteStatements, deps: WriteDeps, { shopId, segmentId, pass }: MembersOf, after: string): Promise<string | null> {
  const own = tx.forShop(shopId);
  const looked = await own.selectFrom("ShopifySegmentMember").select(["customerId", "pass"]).where("segmentId", "=", segmentId).where("customerId", ">", after).orderBy("customerId").limit(LOOK).execute();
  const left = looked.filter((member) => member.pass !== pass).map(({ customerId }) => customerId);
  if (left.length > 0) await own.deleteFrom("ShopifySegmentMember").where("segmentId", "=", segmentId).where("customerId", "in", left).execute();
  await tell(tx, deps, shopId, left);
  return looked.length < LOOK ? null : (looked.at(-1)?.customerId ?? null);
}

const tell = (tx: WriteStatements, deps: WriteDeps, shopId: number, customerIds: readonly string[]) =>
  customersChanged(tx, deps, shopId, customerIds.map((customerId) => ({ customerId, need: "shopify-segments" as const, at: deps.now })));
