import { describe, expect, it } from "vitest";
import type { StepSaying } from "~/steps/step-face";
import { entryPointName } from "./describe-node";

const t = ((key: string, values: Record<string, string> = {}) => (key === "editor:entry.numbered" ? `${values["name"]} ${values["number"]}` : "Abandoned cart")) as StepSaying["t"];
const saying = { t } as StepSaying;
const entry = (id: string, type = "cart-abandonment") => ({ id, type, version: 1, config: {} });

describe("the name of an entry point", () => {
  it("R15 has a number where there are several of its type", () => {
    const [one, two] = [entry("a"), entry("b")];
    expect(entryPointName(one, [one], saying)).toBe("Abandoned cart");
    expect(entryPointName(one, [one, two], saying)).toBe("Abandoned cart 1");
    expect(entryPointName(two, [one, two], saying)).toBe("Abandoned cart 2");
  });
});
