import { setTimeout } from "node:timers/promises";
import type { ClockControl } from "./clock-control.ts";
import type { DueSource } from "./due-source.ts";
import type { OffsetClock } from "./offset-clock.ts";

export interface AdvanceOptions {
  clock: OffsetClock;
  control: ClockControl;
  sources: readonly DueSource[];
  /** Provider calls that a `hold` fault keeps waiting. Their processes cannot become idle until someone releases them. */
  parked: () => number;
  /** Real milliseconds that work at one instant may take before the advance gives up and names who is not done. */
  ackTimeoutMs?: number;
  /** Real milliseconds without any new word after which parked calls count as all that is still going on. */
  heldSettleMs?: number;
}

export type AdvanceResult =
  | { outcome: "reached"; now: number; instants: number }
  | { outcome: "held"; now: number; target: number; held: number }
  | { outcome: "stuck"; now: number; target: number; unanswered: string[] };

type Settled = "settled" | { held: number } | { unanswered: string[] };

const ACK_TIMEOUT_MS = 60_000;
/** Rest, in real ms, before asking again a process that is idle and yet has work due: a lease of a killed process must run out first. */
const LONGEST_REST_MS = 100;

/**
 * Moves the one clock to the instant (epoch ms UTC) that `targetOf` names given the present one, from due instant to due instant: at each, the clock stands still until every
 * process has said that it is idle there and the store's own deliveries are done, so a jump of days passes through everything
 * between. Ends ticking at the target; or, when a call is parked or a process is silent, at the instant where that happened.
 */
export async function advanceClock(targetOf: (now: number) => number, options: AdvanceOptions): Promise<AdvanceResult> {
  const begin = options.clock.freeze();
  let result: AdvanceResult | null = null;
  try {
    const target = targetOf(begin);
    if (target < begin) throw new RangeError("The clock only goes forward");
    result = await move(target, options);
  } finally {
    options.clock.release();
    const released = options.control.broadcast();
    // So that a process asked right after the answer does not still stand still. One that cannot answer was named already.
    if (result?.outcome === "reached") await answered(released, options);
  }
  return result;
}

async function move(target: number, options: AdvanceOptions): Promise<AdvanceResult> {
  const { clock, control, sources } = options;
  for (let instants = 1; ; instants += 1) {
    const settled = await settle(options);
    const now = clock.now();
    if (settled !== "settled") return "held" in settled ? { outcome: "held", now, target, held: settled.held } : { outcome: "stuck", now, target, unanswered: settled.unanswered };
    if (now >= target) return { outcome: "reached", now, instants };
    clock.freezeAt(Math.max(now, Math.min(target, earliestDue(control, sources) ?? target)));
  }
}

function earliestDue(control: ClockControl, sources: readonly DueSource[]): number | null {
  const dues = [...control.sessions, ...sources.map((source) => ({ nextDueAt: source.nextDueAt() }))]
    .map(({ nextDueAt }) => nextDueAt)
    .filter((due) => due !== null);
  return dues.length === 0 ? null : Math.min(...dues);
}

/**
 * Work at one instant makes more work at the same instant: a mail handed over brings a callback, the callback wakes a run.
 * So it goes round until a whole round of acknowledgements passed in which no source had anything to do.
 */
async function settle(options: AdvanceOptions): Promise<Settled> {
  const { clock, control, sources } = options;
  const now = clock.now();
  const giveUpAt = performance.now() + (options.ackTimeoutMs ?? ACK_TIMEOUT_MS);
  for (let rest = 0; performance.now() < giveUpAt; rest = Math.min(LONGEST_REST_MS, rest + 5)) {
    if (rest > 0) await setTimeout(rest);
    const silent = await workOff(sources, now, options.ackTimeoutMs);
    if (silent) return { unanswered: [silent] };
    const before = begun(sources);
    const answer = await answered(control.broadcast(), options);
    if (answer !== "settled") return answer;
    const due = earliestDue(control, sources);
    if (due === null || due > now) {
      if (begun(sources) === before && (await allIdle(sources))) return "settled";
      rest = -5;
    }
  }
  const processes = control.sessions.filter(({ nextDueAt }) => (nextDueAt ?? Infinity) <= now).map(({ title }) => title);
  return { unanswered: [...processes, ...sources.filter((source) => (source.nextDueAt() ?? Infinity) <= now).map(({ name }) => name)] };
}

/** Lets the store's own work be done. Returns the name of a source that did not come to an end in time, else null. */
async function workOff(sources: readonly DueSource[], now: number, timeoutMs = ACK_TIMEOUT_MS): Promise<string | null> {
  for (const source of sources) {
    const deadline = new AbortController();
    const late = setTimeout(timeoutMs, "late" as const, { signal: deadline.signal }).catch(() => "late" as const);
    const done = source.runDue(now).then(() => source.idle());
    if ((await Promise.race([done, late])) === "late") return source.name;
    deadline.abort();
  }
  return null;
}

function begun(sources: readonly DueSource[]): number {
  return sources.reduce((sum, source) => sum + (source.begun?.() ?? 0), 0);
}

/** Whether `idle()` of every source is already resolved: a delivery still under way needs another round after it. */
async function allIdle(sources: readonly DueSource[]): Promise<boolean> {
  let idle = false;
  void Promise.all(sources.map((source) => source.idle())).then(() => (idle = true));
  await new Promise((resolve) => setImmediate(resolve));
  return idle;
}

/** Waits until all processes have worked off tick `id`, or calls are parked and nothing else moves, or one is silent for too long. */
function answered(id: number, options: AdvanceOptions): Promise<Settled> {
  const { control, parked, ackTimeoutMs = ACK_TIMEOUT_MS, heldSettleMs = 250 } = options;
  return new Promise((resolve) => {
    let heldTimer: NodeJS.Timeout | undefined;
    let parkedBefore = 0;
    const finish = (result: Settled) => {
      clearTimeout(timeout);
      clearTimeout(heldTimer);
      clearInterval(watch);
      stop();
      resolve(result);
    };
    const look = () => {
      if (control.unanswered(id).length === 0) finish("settled");
    };
    const timeout = globalThis.setTimeout(() => finish({ unanswered: control.unanswered(id).map(({ title }) => title) }), ackTimeoutMs);
    const stop = control.onChange(look);
    const watch = setInterval(() => {
      if (parked() === parkedBefore) return;
      parkedBefore = parked();
      clearTimeout(heldTimer);
      if (parkedBefore > 0) heldTimer = globalThis.setTimeout(() => finish({ held: parked() }), heldSettleMs);
    }, 10);
    look();
  });
}
