import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
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

/** Keeps who is in a watched segment now, and answers who came and who went, as something that happened now (R20). */
export async function noteMembership(tx: WriteStatements, now: Instant, { shopId, segmentId, inside, before }: Membership): Promise<Activity[]> {
  const entered = [...inside].filter((id) => !before.has(id));
  const left = [...before].filter((id) => !inside.has(id));
  await insertRows(tx.acrossShops, "SegmentMember", entered.map((customerId) => ({ shopId, segmentId, customerId, since: now })), { ifTaken: "skip" });
  for (const ids of chunksOf(left, 500)) await tx.forShop(shopId).deleteFrom("SegmentMember").where("segmentId", "=", segmentId).where("customerId", "in", ids).execute();
  const told = (type: "segment_entered" | "segment_left") => (subjectId: string): Activity => ({ key: `${type}:${segmentId}:${subjectId}:${now}`, subjectId, type, at: now, segmentId });
  return [...entered.map(told("segment_entered")), ...left.map(told("segment_left"))];
}
