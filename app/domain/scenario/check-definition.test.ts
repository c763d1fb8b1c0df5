import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkDefinition } from "./check-definition";
import { compile, DefinitionError, type Registry } from "./compile";
import { emptyDefinition, type ScenarioDefinition, type StepNode } from "./definition";
import type { EntryPointType } from "./entry-point-type";
import type { StepType } from "./step-type";

const plain = {
  type: "plain", version: 3, category: "flow", icon: "X", config: z.strictObject({ text: z.string().min(2), list: z.array(z.strictObject({ n: z.number() })).default([]) }), defaults: { text: "ab", list: [] },
  migrations: { 2: (config) => ({ text: `${(config as { words: string }).words}!` }) },
  branches: () => ["next"], needs: () => [], step: () => ({ do: "leave", branch: "next" }),
  check: (config) => ((config as { text: string }).text === "odd" ? [{ severity: "warning", path: "text", key: "odd-text" }] : []),
} satisfies StepType;
const fork = { ...plain, type: "fork", version: 1, config: z.strictObject({}), defaults: {}, branches: () => ["left", "right"], check: () => [] } satisfies StepType;
const door = { type: "door", version: 1, icon: "X", config: z.strictObject({}), defaults: {}, react: () => ({ do: "nothing" }) } satisfies EntryPointType;
const registry: Registry = { steps: [plain, fork], entryPoints: [door] };

const step = (id: string, next: StepNode["next"], change: Partial<StepNode> = {}): StepNode => ({ id, type: "plain", version: 3, config: { text: "ab" }, next, ...change });
const scenario = (steps: StepNode[], change: Partial<ScenarioDefinition> = {}): ScenarioDefinition => ({
  ...emptyDefinition, entryPoints: [{ id: "in", type: "door", version: 1, config: {} }], firstStepId: steps[0]?.id ?? null, steps, ...change,
});
const found = (definition: unknown) => checkDefinition(definition, registry).map(({ severity, path, key, stepId, entryPointId }) => ({ severity, path, key, ...(stepId ? { stepId } : {}), ...(entryPointId ? { entryPointId } : {}) }));
const error = (path: string, key: string, stepId?: string) => ({ severity: "error", path, key, ...(stepId ? { stepId } : {}) });

describe("checkDefinition", () => {
  it("finds nothing in a definition that is right", () => {
    expect(found(scenario([step("a", { next: "b" }), step("b", { next: null })]))).toEqual([]);
  });

  it("names what is missing in an empty one", () => {
    expect(found(emptyDefinition)).toEqual([error("entryPoints", "no-entry-point"), error("steps", "no-steps")]);
  });

  it("names a cycle by the way that closes it, a dangling way, a missing one and one that is no way of the step", () => {
    expect(found(scenario([step("a", { next: "b" }), step("b", { next: "a" })]))).toEqual([error("steps[1].next.next", "cycle", "b")]);
    expect(found(scenario([step("a", { next: "a" })]))).toEqual([error("steps[0].next.next", "cycle", "a")]);
    expect(found(scenario([step("a", { next: "zz" })]))).toEqual([error("steps[0].next.next", "branch-dangling", "a")]);
    expect(found(scenario([step("a", { left: null, up: null }, { type: "fork", version: 1, config: {} })]))).toEqual([
      error("steps[0].next.right", "branch-missing", "a"), error("steps[0].next.up", "branch-unknown", "a"),
    ]);
  });

  it("names unknown types, ids taken twice and a first step that is not there", () => {
    const odd = scenario([step("a", { next: null }, { type: "teleport" }), step("a", { next: null })], { firstStepId: "zz", entryPoints: [{ id: "in", type: "window", version: 1, config: {} }] });
    expect(found(odd)).toEqual([
      error("steps[1].id", "id-taken", "a"), { ...error("entryPoints[0].type", "entry-point-type-unknown"), entryPointId: "in" },
      error("steps[0].type", "step-type-unknown", "a"), error("firstStepId", "first-step-missing"),
    ]);
  });

  it("warns of steps that nobody reaches, and passes on what the types warn of", () => {
    expect(found(scenario([step("a", { next: null }), step("b", { next: null }, { config: { text: "odd" } })]))).toEqual([
      { severity: "warning", path: "steps[1].config.text", key: "odd-text", stepId: "b" }, { severity: "warning", path: "steps[1]", key: "step-unreachable", stepId: "b" },
    ]);
  });

  it("names each fault of a config by its path", () => {
    expect(found(scenario([step("a", { next: null }, { config: { text: "x", list: [{ n: 1 }, { n: "2" }], more: 1 } })]))).toEqual([
      error("steps[0].config.text", "config-too-small", "a"), error("steps[0].config.list[1].n", "config-invalid-type", "a"), error("steps[0].config", "config-unrecognized-keys", "a"),
    ]);
  });

  it("brings older configs up to date and refuses those it cannot read", () => {
    const old = scenario([step("a", { next: null }, { version: 2, config: { words: "hello" } })]);
    expect(found(old)).toEqual([]);
    expect(compile("v", old, registry).steps.get("a")?.config).toEqual({ text: "hello!", list: [] });
    expect(found(scenario([step("a", { next: null }, { version: 1 })]))).toEqual([error("steps[0].version", "config-version-unknown", "a")]);
    expect(found(scenario([step("a", { next: null }, { version: 4 })]))).toEqual([error("steps[0].version", "config-version-unknown", "a")]);
  });

  it("names the place where a file has not even the shape of a scenario", () => {
    expect(found({ ...scenario([]), steps: [{ id: "A B" }] }).map(({ path }) => path)).toContain("steps[0].id");
    expect(found("nonsense")).toEqual([error("", "config-invalid-type")]);
  });

  it("whatever is drawn: without an error it compiles and has no way back, and nothing throws", () => {
    const ids = fc.constantFrom("a", "b", "c", "d", "zz");
    const nodes = fc.array(fc.record({ id: ids, type: fc.constantFrom("plain", "fork", "none"), left: fc.option(ids), right: fc.option(ids) }), { maxLength: 5 });
    fc.assert(fc.property(nodes, fc.option(ids), (drawn, firstStepId) => {
      const definition = scenario(drawn.map(({ id, type, left, right }): StepNode => ({
        id, type, version: type === "plain" ? 3 : 1, config: type === "plain" ? { text: "ab" } : {}, next: type === "plain" ? { next: left } : { left, right },
      })), { firstStepId });
      if (checkDefinition(definition, registry).some(({ severity }) => severity === "error")) return;
      const { steps } = compile("v", definition, registry);
      const depth = (id: string | null, seen: string[]): void => {
        expect(seen).not.toContain(id);
        for (const next of (id === null ? undefined : steps.get(id))?.next.values() ?? []) depth(next, [...seen, id ?? ""]);
      };
      depth(firstStepId, []);
    }), { numRuns: 1_000 });
  });

  it("compile refuses what cannot run, by name", () => {
    expect(() => compile("v7", scenario([step("a", { next: "zz" })]), registry)).toThrow(DefinitionError);
    expect(() => compile("v7", scenario([]), registry)).toThrow("version v7 cannot run");
  });
});
