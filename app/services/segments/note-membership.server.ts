import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { chunksOf } from "~/services/chunks-of";

interface Membership {
  shopId: number;
  segmentId: string;
  /** Who is in the segment of those looked at, and who was. */
  inside: ReadonlySet<string>;
  before: ReadonlySet<string>;
}

/** Keeps who is in a watched segment now, and answers who came and who went by this very call, as something that happened now (R20). */
export async function noteMembership(tx: WriteStatements, now: Instant, { shopId, segmentId, inside, before }: Membership): Promise<Activity[]> {
  const own = tx.forShop(shopId);
  const entered: string[] = [];
  for (const ids of chunksOf([...inside].filter((id) => !before.has(id)).sort(), 500)) {
    const rows = await own.insertInto("SegmentMember").values(ids.map((customerId) => ({ shopId, segmentId, customerId, since: now })))
      .onConflict((conflict) => conflict.doNothing()).returning("customerId").execute();
    entered.push(...rows.map(({ customerId }) => customerId));
  }
  const left: string[] = [];
  for (const ids of chunksOf([...before].filter((id) => !inside.has(id)), 500)) {
    const rows = await own.deleteFrom("SegmentMember").where("segmentId", "=", segmentId).where("customerId", "in", ids).returning("customerId").execute();
    left.push(...rows.map(({ customerId }) => customerId));
  }
  const told = (type: "segment_entered" | "segment_left") => (subjectId: string): Activity => ({ key: `${type}:${segmentId}:${subjectId}:${now}`, subjectId, type, at: now, segmentId });
  return [...entered.map(told("segment_entered")), ...left.map(told("segment_left"))];
}
