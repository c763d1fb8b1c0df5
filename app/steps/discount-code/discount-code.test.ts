import { describe, expect, it } from "vitest";
import type { ErrandOutcome } from "~/domain/errand/errand";
import { discountCode, discountCodeConfig, type DiscountCodeConfig } from "./definition";

const asked = (config: Partial<DiscountCodeConfig> = {}, errand?: ErrandOutcome) =>
  discountCode.step({ config: { ...discountCode.defaults, ...config }, stepId: "code", scenarioId: "scenario", customerId: "ola", enteredStepAt: 0, heldMs: 0, now: 0, facts: { timeZone: "Europe/Warsaw" }, outcome: null, ...(errand ? { errand } : {}) });
const refused: ErrandOutcome = { status: "failed", reason: "pool-empty", result: null };

describe("discount code", () => {
  it("R30 asks for one code under its config and goes on when it is issued", () => {
    expect(asked()).toEqual({ do: "ask", effects: [{ kind: "errand", errand: "discount-code", request: discountCode.defaults }] });
    expect(asked({}, { status: "done", reason: null, result: { code: "X" } })).toEqual({ do: "leave", branch: "next", detail: { outcome: "issued" } });
  });

  it("R30 where there is no code it goes by the merchant's rule", () => {
    const detail = { outcome: "no-code", reason: "pool-empty" };
    expect(asked({ onNone: "continue" }, refused)).toEqual({ do: "leave", branch: "next", detail });
    expect(asked({ onNone: "branch" }, refused)).toEqual({ do: "leave", branch: "none", detail });
    expect(asked({ onNone: "remove" }, refused)).toEqual({ do: "remove", reason: "no-discount-code", detail });
    expect(discountCode.branches({ ...discountCode.defaults, onNone: "branch" })).toEqual(["next", "none"]);
    expect(discountCode.branches(discountCode.defaults)).toEqual(["next"]);
  });

  it("R30 says what messages may name because of it, and that a pool has to be chosen", () => {
    expect(discountCode.gives({ ...discountCode.defaults, name: "thanks" })).toEqual(["discount", "discounts.thanks"]);
    const check = (poolId: string, pools: string[]) => discountCode.check({ ...discountCode.defaults, source: { from: "pool", poolId } }, { messagesBefore: [], given: [], shop: { timeZone: "Europe/Warsaw", consents: [], traits: [], segments: [], discountPools: pools.map((id) => ({ id })) } });
    expect(check("", [])).toMatchObject([{ severity: "error", path: "source.poolId", key: "steps:discountCode.problem.noPool" }]);
    expect(check("gone", ["spring"])).toMatchObject([{ severity: "error", path: "source.poolId", key: "steps:discountCode.problem.poolGone" }]);
    expect(check("spring", ["spring"])).toEqual([]);
    expect(discountCode.check(discountCode.defaults, { messagesBefore: [], given: [] })).toEqual([]);
  });

  it.each([
    ["source.offer.percent", { source: { from: "shopify", offer: { kind: "percentage", percent: 101 }, minimumMinor: null, prefix: "" } }],
    ["source.offer.amountMinor", { source: { from: "shopify", offer: { kind: "amount", amountMinor: 0 }, minimumMinor: null, prefix: "" } }],
    ["source.prefix", { source: { from: "shopify", offer: { kind: "free-shipping" }, minimumMinor: null, prefix: "spring sale" } }],
    ["expiresInDays", { expiresInDays: 0 }],
    ["name", { name: "Thank you" }],
  ])("R30 refuses a config whose %s is out of range, with the field named", (path, changed) => {
    expect(discountCodeConfig.safeParse({ ...discountCode.defaults, ...changed }).error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});
