import { describe, expect, it } from "vitest";
import { entryPointTypes } from "~/entry-points/registry";
import { stepTypes } from "~/steps/registry";
import type { ScenarioDefinition } from "./definition";
import { checkTagCircle, tagUseOf } from "./tag-circle";

const registry = { steps: stepTypes, entryPoints: entryPointTypes };

/** A scenario that is entered by tags and changes tags: "+new" adds, "-new" removes. */
function scenario(letsIn: string[], does: string[], afterEnd: "always" | "never" = "always"): ScenarioDefinition {
  return {
    format: 1, settings: { reentry: { whileInside: "ignore", afterEnd, minIntervalHours: 24 }, exits: { onOrder: false, onPage: [] } },
    entryPoints: [{ id: "tagged", type: "tag-added", version: 1, config: { tags: letsIn } }], firstStepId: null,
    steps: does.map((what, index) => ({ id: `s${index}`, type: what.startsWith("+") ? "add-tag" : "remove-tag", version: 1, config: { tag: what.slice(1) }, next: { next: null } })),
  };
}
const use = (name: string, ...of: Parameters<typeof scenario>) => tagUseOf(name, scenario(...of), registry);
const check = (own: ScenarioDefinition, ...active: ReturnType<typeof use>[]) => checkTagCircle(own, registry, active).map(({ key, values, entryPointId }) => [key, values?.["scenarios"], values?.["tags"], entryPointId]);

describe("scenarios that tag each other in a circle", () => {
  it("R19 warns by name and tag; whatever the case of the tags", () => {
    expect(check(scenario(["X"], ["+y"]), use("Other", ["Y"], ["+x"]))).toEqual([["tag-circle", "“Other”", "“y” → “x”", "tagged"]]);
  });

  it("R19 for ever where each tag is taken away again by one of them", () => {
    expect(check(scenario(["x"], ["-x", "+y"]), use("Other", ["y"], ["-y", "+x"]))).toEqual([["tag-circle-endless", "“Other”", "“y” → “x”", "tagged"]]);
    expect(check(scenario(["x"], ["+y"]), use("Other", ["y"], ["+x", "-x"]), use("Tidy", ["z"], ["-y"])).map(([key]) => key)).toEqual(["tag-circle-endless"]);
  });

  it("R19 finds the way through several, the shortest of them, and one for ever before one that is not", () => {
    expect(check(scenario(["a"], ["+b"]), use("B", ["b"], ["+c"]), use("C", ["c"], ["+a"]), use("Long", ["c"], ["+d"]), use("Longer", ["d"], ["+a"]))).toEqual([["tag-circle", "“B” → “C”", "“b” → “c” → “a”", "tagged"]]);
    expect(check(scenario(["a"], ["+b", "-a"]), use("Short", ["b"], ["+a"]), use("Tidy", [], ["-b"]))).toEqual([["tag-circle-endless", "“Short”", "“b” → “a”", "tagged"]]);
  });

  it("R19 says nothing where none leads back, of a scenario's own tag, and where one of them lets everybody in once", () => {
    expect(check(scenario(["x"], ["+y"]), use("Other", ["y"], ["+z"]))).toEqual([]);
    expect(check(scenario(["x"], ["+x"]))).toEqual([]);
    expect(check(scenario(["x"], ["+y"]), use("Other", ["y"], ["+x"], "never"))).toEqual([]);
    expect(check(scenario(["x"], ["+y"], "never"), use("Other", ["y"], ["+x"]))).toEqual([]);
    expect(check(scenario(["x"], ["+y"]), use("One", ["y"], ["+q"]), use("Two", ["q"], ["+y"]))).toEqual([]);
  });
});
