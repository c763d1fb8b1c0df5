import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import { reentrySchema, type Reentry } from "./definition";
import { decideReentry } from "./reentry";

const policy = (change: Partial<Reentry> = {}): Reentry => ({ whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24, ...change });

describe("decideReentry", () => {
  it("R5 follows the rule for those inside, and names the runs concerned", () => {
    expect(decideReentry(policy(), ["a"], null, 0)).toEqual({ do: "enter" });
    expect(decideReentry(policy({ whileInside: "ignore" }), ["a"], null, 0)).toEqual({ do: "refuse", reason: "already-inside" });
    expect(decideReentry(policy({ whileInside: "restart" }), ["a", "b"], null, 0)).toEqual({ do: "restart", replaces: ["a", "b"] });
    expect(decideReentry(policy({ whileInside: "refresh" }), ["a", "b"], null, 0)).toEqual({ do: "refresh", runId: "b" });
  });

  it("R6 who is outside is never a duplicate, whatever the rule for those inside", () => {
    fc.assert(fc.property(fc.constantFrom(...reentrySchema.shape.whileInside.options), fc.nat(), fc.nat(), (whileInside, ended, later) => {
      expect(decideReentry(policy({ whileInside }), [], ended, ended + later)).toEqual({ do: "enter" });
    }));
  });

  it("R7 after the end: always, never, or not within the interval", () => {
    expect(decideReentry(policy({ afterEnd: "never" }), [], null, 5)).toEqual({ do: "enter" });
    expect(decideReentry(policy({ afterEnd: "never" }), [], 1, 5)).toEqual({ do: "refuse", reason: "entered-before" });
    const spaced = policy({ afterEnd: "after-interval", minIntervalHours: 2 });
    expect(decideReentry(spaced, [], 1_000, 1_000 + 2 * HOUR - 1)).toEqual({ do: "refuse", reason: "too-soon" });
    expect(decideReentry(spaced, [], 1_000, 1_000 + 2 * HOUR)).toEqual({ do: "enter" });
  });
});
