import type { WriteStatements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";
import type { Activity, IdleClockState } from "~/domain/scenario/entry-point-type";
import type { CompiledEntryPoint } from "~/domain/scenario/compile";
import { readHistory } from "~/runtime/runs/read-activities.server";

/** An idle clock that may be, or begin: of one subject at one entry point. */
export interface ClockPlace {
  /** Of the place in the caller's maps. */
  key: string;
  shopId: number;
  entryPoint: CompiledEntryPoint;
  subjectId: string;
  /** As it stands now. */
  clock: IdleClockState | null;
  /** What is told of the subject, in its order. */
  told: readonly Activity[];
}

/**
 * What is told comes in any order: the view of a product may be told after the order that came later. So a clock that would begin, or is told
 * of something from before its last activity, is made from the history instead: all that happened since, in its order. By one statement whatever their number,
 * and none where nothing begins and nothing is late. Answers the activities to go through, from no clock on, by the key of the place.
 */
export async function clocksToldAnew(tx: WriteStatements, places: readonly ClockPlace[], now: Instant): Promise<ReadonlyMap<string, readonly Activity[]>> {
  const begun: { place: ClockPlace; since: Instant }[] = [];
  for (const place of places) {
    const instants = place.told.flatMap((activity) => startOf(place.entryPoint, place.clock, activity) ?? []);
    const since = Math.min(...instants);
    // A clock pushed for longer than a day is not begun anew for what is late: the reaction itself moves nothing back.
    if (instants.length > 0 && now - since < DAY) begun.push({ place, since });
  }
  if (begun.length === 0) return new Map();

  const earliest = new Map<string, { shopId: number; subjectId: string; since: Instant }>();
  for (const { place, since } of begun) {
    const { shopId, subjectId } = place;
    earliest.set(subjectKey(place), { shopId, subjectId, since: Math.min(since, earliest.get(subjectKey(place))?.since ?? since) });
  }
  const history = Map.groupBy(await readHistory(tx, [...earliest.values()]), ({ shopId, activity: { subjectId } }) => subjectKey({ shopId, subjectId }));
  return new Map(begun.map(({ place, since }) => {
    const keys = new Set(place.told.map((activity) => activity.key));
    const before = (history.get(subjectKey(place)) ?? []).flatMap(({ activity }) => (keys.has(activity.key) ? [] : activity));
    return [place.key, [...before, ...place.told].filter(({ at }) => at >= since).sort((a, b) => a.at - b.at)];
  }));
}

/** A customer or visitor; what browsers call themselves may be the same in two shops. */
export const subjectKey = ({ shopId, subjectId }: { shopId: number; subjectId: string }): string => `${shopId}\n${subjectId}`;

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
