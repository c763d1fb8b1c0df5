import { DAY, type Instant, type Milliseconds } from "~/domain/instant";
import type { StepNode } from "./definition";
import { readConfig } from "./read-config";
import type { StepType } from "./step-type";

/** Longer than any step waits. */
const FARTHEST: Milliseconds = 800 * DAY;

/**
 * The last start whose wait is over at `now`, or null where none is: `endsAt` answers when a wait ends that started at an
 * instant, and who started later never ends earlier. So one comparison in a statement tells of everybody in a step.
 */
export function latestStartOver(endsAt: (start: Instant) => Instant, now: Instant): Instant | null {
  if (endsAt(now) <= now) return now;
  let over = now - FARTHEST;
  let waiting = now;
  if (endsAt(over) > now) return null;
  while (waiting - over > 1) {
    const middle = Math.floor((over + waiting) / 2);
    if (endsAt(middle) <= now) over = middle;
    else waiting = middle;
  }
  return over;
}

/** For each of the steps that only waits: the last start whose wait is over at `now`. Steps whose config cannot be read, or of which each customer is to be asked, are left out. */
export function startsOver(steps: readonly StepNode[], types: readonly StepType[], timeZone: string, now: Instant): Map<string, Instant> {
  const starts = new Map<string, Instant>();
  for (const node of steps) {
    const type = types.find(({ type: name }) => name === node.type);
    const read = type?.waitEnds && readConfig(type, node);
    if (!type?.waitEnds || !read?.ok) continue;
    const { config } = read;
    if (type.waitEnds(config, now, timeZone) === null) continue;
    const start = latestStartOver((from) => type.waitEnds?.(config, from, timeZone) ?? from, now);
    if (start !== null) starts.set(node.id, start);
  }
  return starts;
}
