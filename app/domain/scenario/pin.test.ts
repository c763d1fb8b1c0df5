import { describe, expect, it } from "vitest";
import { pinOf, type PendingPin } from "./pin";

const pin: PendingPin = { versionId: "v1", at: 100, everyone: false, gone: ["deleted"], changed: ["wait"] };
const run = { versionId: "v1", pinnedVersionId: null, stepId: "wait", enteredStepAt: 50 };

describe("a pin that is not yet written", () => {
  it("R40 means who stood in a changed step at the save, and not who came since", () => {
    expect(pinOf(run, pin, "v2")).toBe("v1");
    expect(pinOf({ ...run, enteredStepAt: 101 }, pin, "v2")).toBeNull();
    expect(pinOf({ ...run, stepId: "other" }, pin, "v2")).toBeNull();
    expect(pinOf({ ...run, stepId: null }, pin, "v2")).toBeNull();
  });

  it("R40 means whoever stands in a deleted step: nobody can have come to it since", () => {
    expect(pinOf({ ...run, stepId: "deleted", enteredStepAt: 101 }, pin, "v2")).toBe("v1");
  });

  it("R40 everyone: all but those who entered by the new version; who entered by an older one finishes on the last", () => {
    const everyone = { ...pin, everyone: true };
    expect(pinOf({ ...run, stepId: null }, everyone, "v2")).toBe("v1");
    expect(pinOf({ ...run, versionId: "v0", stepId: "other" }, everyone, "v2")).toBe("v1");
    expect(pinOf({ ...run, versionId: "v2" }, everyone, "v2")).toBeNull();
  });

  it("R40 never changes one that is written", () => {
    expect(pinOf({ ...run, pinnedVersionId: "v0" }, { ...pin, everyone: true }, "v2")).toBe("v0");
    expect(pinOf(run, undefined, "v2")).toBeNull();
  });
});
