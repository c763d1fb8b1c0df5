import type { WriteStatements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";
import type { Activity, IdleClockState } from "~/domain/scenario/entry-point-type";
import type { CompiledEntryPoint } from "~/domain/scenario/compile";
import { readHistory } from "~/runtime/runs/read-activities.server";

/** An idle clock that may be, or begin: of one subject at one entry point. */
export interface ClockPlace {
  /** Of the place in the caller's maps. */
  key: string;
  entryPoint: CompiledEntryPoint;
  subjectId: string;
  /** As it stands now. */
  clock: IdleClockState | null;
}

/**
 * What is told comes in any order: the view of a product may be told after the order that came later. So a clock that would begin, or is told
 * of something from before its last activity, is made from the history instead: all that happened since, in its order. By one statement whatever their number,
 * and none where nothing begins and nothing is late. Answers the activities to go through, from no clock on, by the key of the place.
 */
export async function clocksToldAnew(tx: WriteStatements, shopId: number, places: readonly ClockPlace[], bySubject: ReadonlyMap<string, readonly Activity[]>, now: Instant): Promise<ReadonlyMap<string, readonly Activity[]>> {
  const sinceOf = new Map<string, { subjectId: string; since: Instant }>();
  for (const { key, entryPoint, subjectId, clock } of places) {
    const instants = (bySubject.get(subjectId) ?? []).flatMap((activity) => startOf(entryPoint, clock, activity) ?? []);
    const since = Math.min(...instants);
    // A clock pushed for longer than a day is not begun anew for what is late: the reaction itself moves nothing back.
    if (instants.length > 0 && now - since < DAY) sinceOf.set(key, { subjectId, since });
  }
  if (sinceOf.size === 0) return new Map();

  const earliest = new Map<string, Instant>();
  for (const { subjectId, since } of sinceOf.values()) earliest.set(subjectId, Math.min(since, earliest.get(subjectId) ?? since));
  const history = Map.groupBy(await readHistory(tx, shopId, [...earliest].map(([subjectId, since]) => ({ subjectId, since }))), ({ subjectId }) => subjectId);
  return new Map([...sinceOf].map(([key, { subjectId, since }]) => {
    const own = bySubject.get(subjectId) ?? [];
    const keys = new Set(own.map((activity) => activity.key));
    const before = (history.get(subjectId) ?? []).filter((activity) => !keys.has(activity.key));
    return [key, [...before, ...own].filter(({ at }) => at >= since).sort((a, b) => a.at - b.at)];
  }));
}

/** When the activity happened that started it. */
export const beganAt = ({ context, at }: Pick<IdleClockState, "context" | "at">): Instant => context.began ?? context.at ?? at;

/** From when on the clock has to be told anew because of the activity, or null where it goes on from what it is. */
function startOf({ type, config }: CompiledEntryPoint, clock: IdleClockState | null, activity: Activity): Instant | null {
  const starts = () => type.react(config, activity, null).do === "push";
  if (!clock) return starts() ? activity.at : null;
  if (activity.at >= clock.at) return null;
  const began = beganAt(clock);
  return activity.at >= began || starts() ? Math.min(activity.at, began) : null;
}
