import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import { delay, delayConfig, delayEnds } from "~/steps/delay/definition";
import { stepTypes } from "~/steps/registry";
import { emptyDefinition, type ScenarioDefinition, type StepNode } from "./definition";
import { composeMoves, readMoves, writeMoves } from "./moves";
import { planChange, type Standing } from "./plan-change";
import { latestStartOver, startsOver } from "./wait-over";

const ids = ["a", "b", "c", "d", "e", "f"];
const amounts = fc.array(fc.option(fc.integer({ min: 1, max: 3 })), { minLength: ids.length, maxLength: ids.length });
/** A chain of waits and e-mails in the order of their ids; null: the step is not there. */
function chain(kept: readonly (number | null)[]): ScenarioDefinition {
  const there = ids.flatMap((id, index) => (kept[index] === null || kept[index] === undefined ? [] : [{ id, amount: kept[index], wait: index % 2 === 0 }]));
  const steps = there.map(({ id, amount, wait }, index): StepNode => ({
    id, type: wait ? "delay" : "send-email", version: 1, config: wait ? { mode: "for", amount, unit: "days" } : { subject: String(amount) }, next: { next: there[index + 1]?.id ?? null },
  }));
  return { ...emptyDefinition, firstStepId: steps[0]?.id ?? null, steps };
}
const people = fc.record({ atTheDoor: fc.nat(5), counts: fc.array(fc.nat(5), { minLength: ids.length, maxLength: ids.length }) });

describe("what a save does to whom", () => {
  it("R40 everybody in a deleted step is told of once, and nobody of a step that stays as it is", () => {
    fc.assert(fc.property(amounts, amounts, people, (was, is, { atTheDoor, counts }) => {
      const before = chain(was);
      const after = chain(is);
      const byStep = new Map(before.steps.map(({ id }) => [id, counts[ids.indexOf(id)] ?? 0]));
      const standing: Standing = { atTheDoor, byStep, overByStep: byStep, byEntryPoint: new Map() };
      const effects = planChange(before, after, standing, stepTypes);
      for (const [index, id] of ids.entries()) {
        const told = effects.filter((effect) => "step" in effect && effect.step.id === id);
        const here = byStep.get(id) ?? 0;
        const [from, to] = [was[index] ?? null, is[index] ?? null];
        const ahead = atTheDoor + before.steps.reduce((sum, step) => sum + (step.id < id && after.steps.some((kept) => kept.id === step.id) ? byStep.get(step.id) ?? 0 : 0), 0);
        if (from === null || from === to) expect(told).toEqual([]);
        else if (to === null) expect(told).toMatchObject(here > 0 ? [{ kind: "step-deleted", count: here }] : []);
        else if (index % 2 === 0) expect(told).toMatchObject(here > 0 ? [{ kind: "wait-changed", count: here, atOnce: here }] : []);
        else expect(told).toMatchObject(ahead > 0 ? [{ kind: "message-changed", count: ahead }] : []);
      }
      expect(effects.every(({ count }) => count > 0)).toBe(true);
      expect(planChange(after, after, standing, stepTypes)).toEqual([]);
    }));
  });

  it("R40 tells of entry points and exits", () => {
    const entry = (id: string, idleMinutes: number) => ({ id, type: "cart-abandonment", version: 1, config: { idleMinutes } });
    const before = { ...chain([1, 1, 1]), entryPoints: [entry("x", 60), entry("y", 60), entry("z", 60)] };
    const after: ScenarioDefinition = { ...before, entryPoints: [entry("x", 60), entry("y", 30)], settings: { ...before.settings, exits: { onOrder: false, onPage: [] } } };
    const standing: Standing = { atTheDoor: 1, byStep: new Map([["a", 2]]), overByStep: new Map(), byEntryPoint: new Map([["x", 3], ["y", 4], ["z", 5]]) };
    expect(planChange(before, after, standing, stepTypes)).toMatchObject([
      { kind: "entry-point-deleted", entryPoint: { id: "z" }, count: 5 }, { kind: "entry-point-changed", entryPoint: { id: "y" }, count: 4 }, { kind: "exits-changed", count: 3 },
    ]);
  });

  it("R39 a step that is only moved changes nothing for those in it", () => {
    const before = chain([1, 1, 1]);
    const [a, b, c] = before.steps;
    if (!a || !b || !c) throw new Error("three steps");
    const after = { ...before, firstStepId: "b", steps: [{ ...a, next: { next: "c" } }, { ...b, next: { next: "a" } }, c] };
    expect(planChange(before, after, { atTheDoor: 1, byStep: new Map([["a", 2]]), overByStep: new Map(), byEntryPoint: new Map() }, stepTypes)).toEqual([]);
  });
});

describe("whose wait is over", () => {
  const config = fc.oneof(
    fc.record({ mode: fc.constant("for"), amount: fc.integer({ min: 1, max: 40 }), unit: fc.constantFrom("minutes", "hours", "days", "weeks") }),
    fc.record({ mode: fc.constant("until-weekday"), time: fc.constantFrom("09:00", "23:30"), weekdays: fc.constantFrom([1], [2, 5]) }),
  );

  it("R38 one comparison with the last start answers what each delay says itself", () => {
    const now = Date.parse("2026-06-10T11:00:00Z");
    fc.assert(fc.property(config, fc.integer({ min: 0, max: 40 * DAY }), (each, ago) => {
      const read = delayConfig.parse(each);
      if (read.mode === "until-date") throw new Error("it is none of those made here");
      const start = latestStartOver((from) => delayEnds(read, from, 0, "Europe/Warsaw"), now);
      expect(now - ago <= (start ?? -Infinity)).toBe(delayEnds(read, now - ago, 0, "Europe/Warsaw") <= now);
    }));
  });

  it("leaves out a step that cannot be read, and one that does not wait", () => {
    const steps = [...chain([1, 1]).steps, { id: "z", type: "delay", version: 1, config: { mode: "for", amount: 0, unit: "days" }, next: {} }];
    const now = Date.parse("2026-06-10T11:00:00Z");
    expect([...startsOver(steps, [delay, ...stepTypes], "UTC", now + HOUR)]).toEqual([["a", now + HOUR - DAY]]);
  });
});

describe("moves of a version", () => {
  it("R40 lead only from what is gone to what is there, also for who was not looked at since an earlier version", () => {
    const id = fc.constantFrom(...ids);
    const moves = fc.array(fc.tuple(id, id)).map((pairs) => new Map(pairs));
    fc.assert(fc.property(moves, moves, fc.uniqueArray(id), (earlier, chosen, there) => {
      const steps = new Set(there);
      const composed = composeMoves(earlier, chosen, steps);
      for (const [from, to] of composed) expect([steps.has(from), steps.has(to)]).toEqual([false, true]);
      for (const [from, to] of chosen) if (!steps.has(from) && steps.has(to)) expect(composed.get(from)).toBe(to);
      expect(readMoves(writeMoves(composed))).toEqual(composed);
    }));
    expect(composeMoves(new Map([["a", "b"]]), new Map([["b", "c"]]), new Set(["c"]))).toEqual(new Map([["a", "c"], ["b", "c"]]));
  });
});
