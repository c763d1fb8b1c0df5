import type { ServiceContext } from "~/app-context";
import { segmentsUsed } from "~/domain/segment/segments-used";

export type DeletedSegment = { ok: true } | { ok: false; usedBy: string[] };

/** Deletes a segment, unless a scenario that is not deleted or another segment names it: then `usedBy` says their names. One that is gone already is no fault. */
export async function deleteSegment({ db, clock }: Pick<ServiceContext, "db" | "clock">, shopId: number, segmentId: string): Promise<DeletedSegment> {
  return db.write(async (tx): Promise<DeletedSegment> => {
    const own = tx.forShop(shopId);
    const scenarios = await own.selectFrom("Scenario").select(["name", "definition"]).where("status", "!=", "deleted").where("definition", "like", `%${segmentId}%`).orderBy("name").execute();
    const segments = await own.selectFrom("Segment").select(["name", "definition"]).where("deletedAt", "is", null).where("id", "!=", segmentId).where("definition", "like", `%${segmentId}%`).orderBy("name").execute();
    const usedBy = [...scenarios, ...segments].filter(({ definition }) => segmentsUsed(JSON.parse(definition)).has(segmentId)).map(({ name }) => name);
    if (usedBy.length > 0) return { ok: false, usedBy };
    await own.updateTable("Segment").set({ deletedAt: clock.now(), nameInUse: null }).where("id", "=", segmentId).where("deletedAt", "is", null).execute();
    return { ok: true };
  });
}
