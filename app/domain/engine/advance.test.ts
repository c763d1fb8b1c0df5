import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compile, type CompiledScenario } from "~/domain/scenario/compile";
import { emptyDefinition, type ScenarioDefinition } from "~/domain/scenario/definition";
import type { ErrandFact } from "~/domain/errand/errand";
import type { StepType } from "~/domain/scenario/step-type";
import { advance } from "./advance";
import type { Facts, MessageFact } from "./facts";
import type { RunState } from "./run";

const facts: Facts = { timeZone: "Europe/Warsaw" };

/** Step types of this test, so that the engine is seen alone: each does one thing. */
const flow = { version: 1, category: "flow", icon: "X", branches: () => ["next"], needs: () => [] } as const;
const pass = { ...flow, type: "pass", config: z.strictObject({}), defaults: {}, step: () => ({ do: "leave", branch: "next" }) } satisfies StepType;
const rest = {
  ...flow, type: "rest", config: z.strictObject({ ms: z.number() }), defaults: { ms: 1 },
  step: ({ config, enteredStepAt, heldMs, now }) => (now >= enteredStepAt + config.ms + heldMs ? { do: "leave", branch: "next" } : { do: "wait", until: enteredStepAt + config.ms + heldMs }),
} satisfies StepType<"rest", z.ZodObject<{ ms: z.ZodNumber }>>;
const mail = {
  ...flow, type: "mail", config: z.strictObject({}), defaults: {},
  step: ({ outcome }) => (!outcome ? { do: "ask", effects: [{ kind: "send-message", channel: "email" }] } : outcome.status === "failed" ? { do: "remove", reason: "message-failed" } : { do: "leave", branch: "next" }),
} satisfies StepType;
const errand = {
  ...flow, type: "errand", config: z.strictObject({}), defaults: {}, branches: () => ["delivered", "failed"],
  step: ({ errand: came }) => (!came ? { do: "ask", effects: [{ kind: "errand", errand: "webhook", request: { to: "erp" } }] } : { do: "leave", branch: came.status === "done" ? "delivered" : "failed" }),
} satisfies StepType;
const vip = {
  ...flow, type: "vip", config: z.strictObject({}), defaults: {}, branches: () => ["yes", "no"], needs: () => ["tags"],
  step: ({ facts: known }) => ({ do: "leave", branch: known.tags?.has("vip") ? "yes" : "no" }),
} satisfies StepType;
const mark = { ...flow, type: "mark", config: z.strictObject({}), defaults: {}, step: () => ({ do: "leave", branch: "next", changes: [{ kind: "add-tag", tag: "VIP" }] }) } satisfies StepType;
const unmark = { ...flow, type: "unmark", config: z.strictObject({}), defaults: {}, step: () => ({ do: "leave", branch: "next", changes: [{ kind: "remove-tag", tag: "VIP" }] }) } satisfies StepType;
const registry = { steps: [pass, rest, mail, errand, vip, mark, unmark] as readonly StepType[], entryPoints: [] };

function scenario(...steps: [id: string, type: string, next: Record<string, string | null>, config?: unknown][]): CompiledScenario {
  const definition: ScenarioDefinition = { ...emptyDefinition, firstStepId: steps[0]?.[0] ?? null, steps: steps.map(([id, type, next, config = {}]) => ({ id, type, version: 1, config, next })) };
  return compile("v1", definition, registry);
}

const atTheDoor: RunState = { id: "run", scenarioId: "scenario", customerId: "ola", status: "active", reason: null, stepId: null, dueAt: 0, enteredStepAt: 0, heldMs: 0, seq: 0, skipsMessages: false, context: {} };
const message = (status: MessageFact["status"], effectId = "run:1:0"): MessageFact => ({ effectId, stepId: "a", status, reason: null, openedAt: null, clickedAt: null });

describe("advance", () => {
  it("goes on until it waits, and names each step it left", () => {
    const { run, visits } = advance(scenario(["a", "pass", { next: "b" }], ["b", "rest", { next: null }, { ms: 100 }]), atTheDoor, facts, 50);
    expect(run).toMatchObject({ status: "active", stepId: "b", seq: 2, enteredStepAt: 50, dueAt: 150 });
    expect(visits).toEqual([{ stepId: "a", seq: 1, enteredAt: 50, leftAt: 50, branch: "next", detail: null }]);
  });

  it("asks for an effect under `runId:seq:index` and stands until its outcome is known", () => {
    const mails = scenario(["a", "mail", { next: null }]);
    const asked = advance(mails, atTheDoor, facts, 50);
    expect(asked.effects).toEqual([{ kind: "send-message", channel: "email", id: "run:1:0", stepId: "a" }]);
    expect(asked.run).toMatchObject({ stepId: "a", dueAt: null });

    expect(advance(mails, asked.run, facts, 60).needs).toEqual(["messages-of-run"]);
    const still = advance(mails, asked.run, { ...facts, messages: [message("handing-over")] }, 60);
    expect(still).toMatchObject({ run: { stepId: "a", dueAt: null }, effects: [], visits: [] });
    expect(advance(mails, asked.run, { ...facts, messages: [message("handed-over")] }, 70).run).toMatchObject({ status: "completed", stepId: null });
    expect(advance(mails, asked.run, { ...facts, messages: [message("failed")] }, 70)).toMatchObject({ run: { status: "removed", reason: "message-failed" }, visits: [{ stepId: "a", branch: null }] });
  });

  it("takes only the messages of the step it stands in for an outcome", () => {
    const twice = scenario(["a", "mail", { next: "b" }], ["b", "mail", { next: null }]);
    const inSecond: RunState = { ...atTheDoor, stepId: "b", seq: 2, dueAt: null };
    expect(advance(twice, inSecond, { ...facts, messages: [message("handed-over")] }, 9)).toMatchObject({ run: { stepId: "b" }, effects: [{ id: "run:2:0" }] });
    expect(advance(twice, inSecond, { ...facts, messages: [message("handed-over"), message("queued", "run:2:0")] }, 9)).toMatchObject({ run: { stepId: "b", dueAt: null }, effects: [] });
  });

  it("says which facts it lacks, and goes on from there with them", () => {
    const split = scenario(["a", "pass", { next: "b" }], ["b", "vip", { yes: "c", no: null }], ["c", "rest", { next: null }, { ms: 9 }]);
    const first = advance(split, atTheDoor, facts, 5);
    expect(first).toMatchObject({ needs: ["tags"], run: { stepId: "b", seq: 2 }, visits: [{ stepId: "a" }] });
    expect(advance(split, first.run, { ...facts, tags: new Set(["vip"]) }, 5)).toMatchObject({ needs: [], run: { stepId: "c", seq: 3, dueAt: 14 }, visits: [{ stepId: "b", branch: "yes" }] });
  });

  it("R25 what a step changes about the customer is seen by the next one, and told in order", () => {
    const marking = scenario(["a", "mark", { next: "b" }], ["b", "vip", { yes: "c", no: null }], ["c", "unmark", { next: "d" }], ["d", "vip", { yes: null, no: "e" }], ["e", "rest", { next: null }, { ms: 9 }]);
    const { changes, run, visits } = advance(marking, atTheDoor, { ...facts, tags: new Set(["vip", "oak"]) }, 5);
    expect(changes).toEqual([{ kind: "add-tag", tag: "VIP", stepId: "a" }, { kind: "remove-tag", tag: "VIP", stepId: "c" }]);
    expect(visits.map(({ branch }) => branch)).toEqual(["next", "yes", "next", "no"]);
    expect(run).toMatchObject({ stepId: "e" });
  });

  it("R38 R39 removes who stands in a step that is deleted", () => {
    const { run, visits } = advance(scenario(["a", "pass", { next: null }]), { ...atTheDoor, stepId: "gone", seq: 3, enteredStepAt: 4 }, facts, 10);
    expect(run).toMatchObject({ status: "removed", reason: "step-deleted", dueAt: null });
    expect(visits).toEqual([{ stepId: "gone", seq: 3, enteredAt: 4, leftAt: 10, branch: null, detail: { reason: "step-deleted" } }]);
  });

  it("sets aside a run that would go round for ever", () => {
    const round = scenario(["a", "pass", { next: "b" }], ["b", "pass", { next: "a" }]);
    expect(advance(round, atTheDoor, facts, 10).run).toMatchObject({ status: "removed", reason: "set-aside" });
  });

  it("R9 R38 a wait ends at entered + wait + time held", () => {
    fc.assert(fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }), fc.nat(1_000), fc.nat(5_000), (entered, ms, held, now) => {
      const waiting = scenario(["a", "rest", { next: null }, { ms }]);
      const { run } = advance(waiting, { ...atTheDoor, stepId: "a", seq: 1, enteredStepAt: entered, heldMs: held }, facts, now);
      expect(run.status).toBe(now >= entered + ms + held ? "completed" : "active");
      if (run.status === "active") expect(run.dueAt).toBe(entered + ms + held);
    }));
  });

  it("R2 in any scenario, at any time: a visit for each step entered but the one it stands in, each effect once, and asking again changes nothing", () => {
    const kinds = fc.array(fc.record({ type: fc.constantFrom("pass", "rest", "mail", "vip"), ms: fc.integer({ min: 1, max: 50 }), jump: fc.nat(3) }), { minLength: 1, maxLength: 12 });
    const turns = fc.array(fc.record({ later: fc.nat(30), handed: fc.boolean() }), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(kinds, turns, fc.boolean(), (steps, times, isVip) => {
      const to = (index: number, jump: number) => (index + 1 + jump < steps.length ? `s${index + 1 + jump}` : null);
      const compiled = scenario(...steps.map(({ type, ms, jump }, index): Parameters<typeof scenario>[number] => [
        `s${index}`, type, type === "vip" ? { yes: to(index, jump), no: to(index, 0) } : { next: to(index, jump) }, type === "rest" ? { ms } : {},
      ]));
      let run = atTheDoor;
      let now = 0;
      const visits: number[] = [];
      const messages = new Map<string, MessageFact>();
      for (const { later, handed } of times) {
        now += later;
        if (handed) for (const [id, sent] of messages) messages.set(id, { ...sent, status: "handed-over" });
        const known: Facts = { ...facts, tags: new Set(isVip ? ["vip"] : []), messages: [...messages.values()] };
        const before = run;
        const gone = advance(compiled, before, known, now);
        expect(advance(compiled, before, known, now)).toEqual(gone);
        run = gone.run;
        visits.push(...gone.visits.map(({ seq }) => seq));
        for (const { id } of gone.effects) {
          expect(messages.has(id)).toBe(false);
          messages.set(id, message("queued", id));
        }
        expect(visits).toEqual(Array.from({ length: run.status === "active" ? run.seq - 1 : run.seq }, (_, index) => index + 1));
        if (run.status === "active" && run.dueAt !== null) expect(run.dueAt).toBeGreaterThan(now);
      }
    }), { numRuns: 300 });
  });

  it("R31 asks for an errand once and stands there until it has an outcome, which the step decides by", () => {
    const calls = scenario(["a", "errand", { delivered: "b", failed: null }], ["b", "rest", { next: null }, { ms: 5 }]);
    const asked = advance(calls, atTheDoor, facts, 0);
    expect(asked).toMatchObject({ run: { stepId: "a", dueAt: null }, effects: [{ id: "run:1:0", stepId: "a", kind: "errand", errand: "webhook", request: { to: "erp" } }] });
    expect(advance(calls, asked.run, facts, 1)).toMatchObject({ needs: ["errands-of-run"], effects: [] });

    const known = (status: ErrandFact["status"], effectId = "run:1:0"): Facts => ({ ...facts, errands: [{ effectId, stepId: "a", kind: "webhook", status, reason: null, result: { status: 200 } }] });
    for (const status of ["queued", "under-way"] as const) expect(advance(calls, asked.run, known(status), 1)).toMatchObject({ run: { stepId: "a", dueAt: null }, effects: [] });
    expect(advance(calls, asked.run, known("done"), 1)).toMatchObject({ run: { stepId: "b", dueAt: 6 }, visits: [{ stepId: "a", branch: "delivered" }], effects: [] });
    for (const status of ["failed", "unknown", "cancelled"] as const) expect(advance(calls, asked.run, known(status), 1)).toMatchObject({ run: { status: "completed" }, visits: [{ branch: "failed" }] });
    // What an earlier visit asked for is not this one's.
    expect(advance(calls, asked.run, known("done", "run:0:0"), 1).effects).toHaveLength(1);
  });
});
