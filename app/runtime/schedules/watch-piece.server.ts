import { sql, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { SegmentWatch } from "~/adapters/db/generated/tables";
import { MINUTE } from "~/domain/instant";
import { activeScenarios } from "~/runtime/runs/active-scenarios.server";
import { takeActivities } from "~/services/runs/take-activities.server";
import { noteMembership } from "~/services/segments/note-membership.server";
import { readSegmentContext } from "~/services/segments/read-segments.server";
import { readShopifyQueries } from "~/services/segments/read-shopify-queries.server";
import { nextMembers } from "~/services/segments/segment-members.server";
import { watchedDefinition } from "~/services/segments/watched-definition";
import type { WriteDeps } from "~/services/write-deps";
import { watchedSegments } from "./watched-segments";

/** So long after the beginning of one pass the next begins. */
const EVERY = 15 * MINUTE;
/** A pass that takes longer leaves others a while. */
const REST = MINUTE;
/** So many customers are looked at in one transaction. */
const LOOK = 300;
const MOST_REMOVED = 1_000;

type WatchRow = Selectable<SegmentWatch>;

/**
 * One piece of the pass over the customers of one watched segment: who is in it now and was not, or was and is not, is kept and taken as something
 * that happened, in one transaction with the cursor. The first pass, and the first one after the segment was changed, takes it as it is and lets in nobody. Answers 0
 * where another worker holds what is due. It reads and then writes, so it is serializable: a change of a customer that comes between is seen by one of the two.
 */
export async function watchPiece(tx: WriteStatements, deps: WriteDeps, shopId: number): Promise<number> {
  const shop = await tx.acrossShops.selectFrom("Shop").selectAll().where("id", "=", shopId).executeTakeFirstOrThrow();
  const watched = watchedSegments(shop.uninstalledAt === null ? await activeScenarios(tx, shopId, deps.log) : []);
  const { rows: [row] } = await sql<WatchRow>`select * from "SegmentWatch" where "shopId" = ${shopId} and "dueAt" <= ${deps.now} order by "dueAt", "segmentId" limit 1 ${tx.dialect.skipLocked}`.execute(tx.acrossShops);
  if (!row) return 0;
  const own = tx.forShop(shopId);
  const { segmentId } = row;
  if (!watched.has(segmentId)) {
    await forget(tx, shopId, segmentId);
    return 1;
  }
  const context = await readSegmentContext(tx, shop, deps.now);
  const segment = context.segments.get(segmentId);
  const shopify = await readShopifyQueries(tx, shopId, context.segments);
  const definition = watchedDefinition(context.segments, shopify, segmentId);
  // Nobody is in a segment that was deleted, and nobody left it by that.
  const pass = definition === row.definition ? row : { ...row, definition, cursor: null, beganAt: null, filledAt: null };
  const beganAt = pass.beganAt ?? deps.now;
  const page = segment ? await nextMembers(tx, segment.definition, context, pass.cursor, LOOK) : { ids: [], next: null };
  const { next } = page;
  const before = await own.selectFrom("SegmentMember").select("customerId").where("segmentId", "=", segmentId).where("customerId", ">", pass.cursor ?? "")
    .$if(next !== null, (kept) => kept.where("customerId", "<=", next ?? "")).execute();
  const activities = await noteMembership(tx, deps.now, { shopId, segmentId, inside: new Set(page.ids), before: new Set(before.map(({ customerId }) => customerId)) });
  if (pass.filledAt !== null) await takeActivities(tx, deps, shop, activities);
  await own.updateTable("SegmentWatch").where("segmentId", "=", segmentId)
    .set(next === null ? { definition, cursor: null, beganAt: null, filledAt: beganAt, dueAt: Math.max(beganAt + EVERY, deps.now + REST) } : { definition, cursor: next, beganAt, filledAt: pass.filledAt })
    .execute();
  return 1;
}

/** What is kept of a segment that is watched no more goes, and its row last. */
async function forget(tx: WriteStatements, shopId: number, segmentId: string): Promise<void> {
  const { numAffectedRows = 0n } = await sql`
    delete from "SegmentMember" where "shopId" = ${shopId} and "segmentId" = ${segmentId} and "customerId" in (
      select "customerId" from "SegmentMember" where "shopId" = ${shopId} and "segmentId" = ${segmentId} limit ${MOST_REMOVED})`.execute(tx.acrossShops);
  if (numAffectedRows < MOST_REMOVED) await tx.forShop(shopId).deleteFrom("SegmentWatch").where("segmentId", "=", segmentId).execute();
}
