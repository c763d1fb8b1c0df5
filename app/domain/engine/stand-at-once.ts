import type { Instant } from "~/domain/instant";
import type { CompiledScenario } from "~/domain/scenario/compile";
import { advance } from "./advance";
import type { RunState } from "./run";

/**
 * Where a run that has just entered stands at `now`, where that can be said without knowing anything of the customer: the first step waits for an instant and for nothing else.
 * Null where it must be taken on from the door. Pure; the same as the turn would answer that took it on at `now`.
 */
export function standAtOnce(scenario: CompiledScenario, atTheDoor: RunState, timeZone: string, now: Instant): RunState | null {
  // A step that throws is told of, and set aside in the end, by the turn.
  try {
    const { run, visits, effects, changes, awaits, needs } = advance(scenario, atTheDoor, { timeZone }, now);
    const waitsOnly = run.status === "active" && run.dueAt !== null && visits.length + effects.length + changes.length + needs.length === 0 && awaits === null;
    return waitsOnly ? run : null;
  } catch {
    return null;
  }
}
