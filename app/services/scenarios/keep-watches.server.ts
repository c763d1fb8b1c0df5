import type { WriteStatements } from "~/adapters/db/database.server";
import { watchedSegments } from "~/runtime/schedules/watched-segments";
import { activeScenarios } from "~/runtime/runs/active-scenarios.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * R20: keeps in step with the shop's active scenarios which segments are watched, in the transaction that activated, saved or stopped one. Who is in a segment
 * when it begins to be watched is taken as it is and lets in nobody. The caller wakes "segment-watches" after the commit.
 */
export async function keepWatches(tx: WriteStatements, deps: WriteDeps, shopId: number): Promise<void> {
  const own = tx.forShop(shopId);
  const wanted = watchedSegments(await activeScenarios(tx, shopId, deps.log));
  const rows = await own.selectFrom("SegmentWatch").select(["segmentId", "filledAt"]).execute();
  const known = new Set(rows.map(({ segmentId }) => segmentId));
  const added = [...wanted].filter((id) => !known.has(id));
  if (added.length > 0) await own.insertInto("SegmentWatch").values(added.map((segmentId) => ({ shopId, segmentId, definition: "", dueAt: deps.now, cursor: null, beganAt: null, filledAt: null }))).execute();
  // The pass takes what is kept of them away, piece by piece, and the row last.
  const gone = [...known].filter((id) => !wanted.has(id));
  if (gone.length > 0) await own.updateTable("SegmentWatch").set({ definition: "", dueAt: deps.now, cursor: null, beganAt: null, filledAt: null }).where("segmentId", "in", gone).execute();
}
