import { describe, expect, it } from "vitest";
import { nextStatus, SCENARIO_ACTIONS, SCENARIO_STATUSES } from "./status";

describe("statuses of a scenario", () => {
  it("R1 knows these transitions and no other", () => {
    const allowed = SCENARIO_STATUSES.flatMap((status) =>
      SCENARIO_ACTIONS.flatMap((action) => [false, true].map((everRan) => [status, action, everRan, nextStatus(status, action, everRan)] as const)),
    ).filter(([, , , next]) => next !== null);
    expect(allowed).toEqual([
      ["draft", "activate", false, "active"],
      ["draft", "activate", true, "active"],
      ["draft", "delete", false, "deleted"],
      ["draft", "delete", true, "deleted"],
      ["active", "stop", false, "stopped"],
      ["active", "stop", true, "stopped"],
      ["active", "delete", false, "deleted"],
      ["active", "delete", true, "deleted"],
      ["stopped", "activate", false, "active"],
      ["stopped", "activate", true, "active"],
      ["stopped", "delete", false, "deleted"],
      ["stopped", "delete", true, "deleted"],
      ["deleted", "restore", false, "draft"],
      ["deleted", "restore", true, "stopped"],
    ]);
  });
});
