import type { WriteStatements } from "~/adapters/db/database.server";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { anyTouched } from "~/domain/segment/any-touched";
import { needsOf, type ChangedFacts } from "~/domain/segment/needs-of";
import { chunksOf } from "~/services/chunks-of";
import type { WriteDeps } from "~/services/write-deps";
import { noteMembership } from "./note-membership.server";
import { readSegmentContext } from "./read-segments.server";
import { readShopifyQueries } from "./read-shopify-queries.server";
import { membersAmong } from "./segment-members.server";
import { watchedDefinition } from "./watched-definition";

/**
 * R20: looks, in the transaction that changed these customers, whether they came into a watched segment that asks for what changed, or fell out of it, and answers
 * who did. A fixed number of statements for a watched segment and some hundred customers; one where none is watched. A segment whose
 * memberships are still to be taken, or taken anew, is left to its pass.
 */
export async function keepMembers(tx: WriteStatements, deps: WriteDeps, shopId: number, changed: ReadonlyMap<string, ReadonlySet<ChangedFacts>>): Promise<Activity[]> {
  const own = tx.forShop(shopId);
  const watches = await own.selectFrom("SegmentWatch").select(["segmentId", "definition"]).where("filledAt", "is not", null).orderBy("segmentId").execute();
  if (watches.length === 0 || changed.size === 0) return [];
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  const context = await readSegmentContext(tx, shop, deps.now);
  const definitions = new Map([...context.segments].map(([id, segment]) => [id, segment.definition]));
  const shopify = await readShopifyQueries(tx, shopId, context.segments);
  const activities: Activity[] = [];
  for (const { segmentId, definition } of watches) {
    const segment = context.segments.get(segmentId);
    if (!segment || watchedDefinition(context.segments, shopify, segmentId) !== definition) continue;
    const needs = needsOf([segment.definition]);
    const concerned = [...changed].flatMap(([customerId, facts]) => (anyTouched(needs, facts, definitions) ? [customerId] : [])).sort();
    for (const people of chunksOf(concerned, 500)) {
      const inside = await membersAmong(tx, segment.definition, context, people);
      const before = await own.selectFrom("SegmentMember").select("customerId").where("segmentId", "=", segmentId).where("customerId", "in", people).execute();
      activities.push(...await noteMembership(tx, deps.now, { shopId, segmentId, inside, before: new Set(before.map(({ customerId }) => customerId)) }));
    }
  }
  return activities;
}

/** Whether any segment of the shop is watched, so that there is something to keep. */
export async function isWatching(tx: WriteStatements, shopId: number): Promise<boolean> {
  return (await tx.forShop(shopId).selectFrom("SegmentWatch").select("segmentId").limit(1).executeTakeFirst()) !== undefined;
}
