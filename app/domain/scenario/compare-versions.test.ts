import { describe, expect, it } from "vitest";
import { compareVersions, fieldChanges } from "./compare-versions";
import { emptyDefinition, type ScenarioDefinition, type StepNode } from "./definition";

const step = (id: string, next: StepNode["next"], config: unknown = { amount: 1 }): StepNode => ({ id, type: id, version: 1, config, next });
const line = (ids: string[]): StepNode[] => ids.map((id, index) => step(id, { next: ids[index + 1] ?? null }));
const scenario = (steps: StepNode[], more: Partial<ScenarioDefinition> = {}): ScenarioDefinition => ({ ...emptyDefinition, firstStepId: steps[0]?.id ?? null, steps, ...more });
const kinds = (before: ScenarioDefinition, after: ScenarioDefinition) => compareVersions(before, after).map((difference) => ("step" in difference ? `${difference.kind} ${difference.step.id}` : difference.kind));

describe("comparing two versions", () => {
  it("R41 says nothing where they are the same", () => {
    expect(compareVersions(scenario(line(["a", "b"])), scenario(line(["a", "b"])))).toEqual([]);
  });

  it("R41 tells what was added and deleted, and calls nothing moved that something was put before", () => {
    expect(kinds(scenario(line(["a", "b", "c"])), scenario(line(["a", "new", "c"])))).toEqual(["step-added new", "step-deleted b"]);
  });

  it("R41 calls one step moved, not those which it passed", () => {
    expect(kinds(scenario(line(["a", "b", "c", "d"])), scenario(line(["b", "c", "d", "a"])))).toEqual(["step-moved a"]);
  });

  it("R41 calls a step moved that stands under another branch", () => {
    const split = (yes: string | null, no: string | null) => scenario([step("ask", { yes, no }), step("a", { next: null })]);
    expect(kinds(split("a", null), split(null, "a"))).toEqual(["step-moved a"]);
  });

  it("R41 tells each field with its value before and after", () => {
    const before = scenario([step("mail", { next: null }, { subject: "Old", branches: [{ name: "One" }, { name: "Two" }] })]);
    const after = scenario([step("mail", { next: null }, { subject: "New", branches: [{ name: "One" }, { name: "Second" }, { name: "Third" }] })]);
    expect(compareVersions(before, after)).toMatchObject([{ kind: "step-changed", fields: [
      { path: ["subject"], before: "Old", after: "New" },
      { path: ["branches", 1, "name"], before: "Two", after: "Second" },
      { path: ["branches", 2], before: undefined, after: { name: "Third" } },
    ] }]);
  });

  it("R41 tells settings and entry points, and ways that lead elsewhere by the same steps", () => {
    const entry = (minutes: number) => [{ id: "cart", type: "cart", version: 1, config: { minutes } }];
    const settings = { ...emptyDefinition.settings, exits: { onOrder: false, onPage: [] } };
    expect(kinds(scenario([], { entryPoints: entry(10) }), scenario([], { entryPoints: entry(20), settings }))).toEqual(["entry-point-changed", "settings-changed"]);
    const joined = (no: string | null) => scenario([step("ask", { yes: "a", no }), step("a", { next: null })]);
    expect(kinds(joined(null), joined("a"))).toEqual(["ways-changed"]);
  });

  it("R41 a value that became a list is one change", () => {
    expect(fieldChanges({ time: "9:00" }, { time: ["9:00"] })).toEqual([{ path: ["time"], before: "9:00", after: ["9:00"] }]);
  });
});
