import { describe, expect, it } from "vitest";
import { addTag } from "./definition";

const way = (tag: string) => addTag.step({ config: { tag }, stepId: "tag", scenarioId: "scenario", customerId: "ola", enteredStepAt: 0, heldMs: 0, now: 0, facts: { timeZone: "Europe/Warsaw" }, outcome: null });

describe("add-tag", () => {
  it("R25 asks for the tag to be added, tidied, and goes on", () => {
    expect(way(" vip ")).toEqual({ do: "leave", branch: "next", detail: { tag: "vip" }, changes: [{ kind: "add-tag", tag: "vip" }] });
  });

  it("R25 names the field where the tag is empty, has a comma or is too long", () => {
    expect(addTag.check(addTag.defaults)).toEqual([{ severity: "error", path: "tag", key: "steps:tag.problem.empty" }]);
    expect(addTag.check({ tag: "a, b" })).toEqual([{ severity: "error", path: "tag", key: "steps:tag.problem.comma" }]);
    expect(addTag.check({ tag: "vip" })).toEqual([]);
    expect(addTag.config.safeParse({ tag: "x".repeat(256) }).error?.issues[0]?.path).toEqual(["tag"]);
  });
});
