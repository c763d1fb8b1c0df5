import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import { compile, type CompiledScenario } from "~/domain/scenario/compile";
import { emptyDefinition } from "~/domain/scenario/definition";
import type { StepType } from "~/domain/scenario/step-type";
import { delay } from "~/steps/delay/definition";
import { stepTypes } from "~/steps/registry";
import { advance } from "./advance";
import type { RunState } from "./run";
import { standAtOnce } from "./stand-at-once";

const NOW = Date.parse("2026-03-28T10:00:00Z");
const ZONE = "Europe/Warsaw";
const atTheDoor: RunState = { id: "run", scenarioId: "scenario", customerId: "ola", status: "active", reason: null, stepId: null, dueAt: NOW, enteredStepAt: NOW, heldMs: 0, seq: 0, skipsMessages: false, context: {} };

function beginningWith(type: string, config: unknown, steps: readonly StepType[] = stepTypes): CompiledScenario {
  return compile("v1", { ...emptyDefinition, firstStepId: "first", steps: [{ id: "first", type, version: 1, config, next: { next: null } }] }, { steps, entryPoints: [] });
}

describe("standAtOnce", () => {
  it("R22 who enters a scenario that begins with a wait stands in it at once, as the first turn would say", () => {
    const length = fc.record({ mode: fc.constant("for"), amount: fc.integer({ min: 1, max: 300 }), unit: fc.constantFrom("minutes", "hours", "days") });
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
    const wait = fc.oneof(length, fc.record({ mode: fc.constant("until-time"), time }), fc.record({ mode: fc.constant("until-weekday"), time, weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }) }));
    fc.assert(fc.property(wait, fc.integer({ min: 0, max: 400 * DAY }), (config, later) => {
      const now = NOW + later;
      const scenario = beginningWith("delay", config);
      const run = { ...atTheDoor, dueAt: now, enteredStepAt: now };
      const stands = standAtOnce(scenario, run, ZONE, now);
      expect(stands).toEqual(advance(scenario, run, { timeZone: ZONE }, now).run);
      expect(stands).toMatchObject({ status: "active", stepId: "first", seq: 1, enteredStepAt: now });
    }));
    expect(standAtOnce(beginningWith("delay", { mode: "for", amount: 1, unit: "hours" }), atTheDoor, ZONE, NOW)).toMatchObject({ dueAt: NOW + HOUR });
  });

  it("leaves everything else to the turn: what asks for facts, sends, decides, awaits something, or throws", () => {
    const untilDate = { mode: "until-date", trait: "birthday", days: 0, side: "before", time: "09:00", repeats: "yearly", without: "wait", limitDays: 30 };
    const mail = { subject: "Your cart", preheader: "", body: "", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" };
    const broken: StepType = { ...delay, type: "broken", step: () => { throw new Error("this step is broken"); } };
    expect(standAtOnce(beginningWith("delay", untilDate), atTheDoor, ZONE, NOW)).toBeNull();
    expect(standAtOnce(beginningWith("send-email", mail), atTheDoor, ZONE, NOW)).toBeNull();
    expect(standAtOnce(beginningWith("add-tag", { tag: "VIP" }), atTheDoor, ZONE, NOW)).toBeNull();
    expect(standAtOnce(beginningWith("broken", delay.defaults, [broken]), atTheDoor, ZONE, NOW)).toBeNull();
  });
});
