import { describe, expect, it } from "vitest";
import { entryPointTypes } from "~/entry-points/registry";
import { checkTriggers } from "./check-triggers";

const cart = (variant: string) => ({ type: "cart-abandonment", version: 1, config: { variant, idleMinutes: 60 } });
const own = [{ id: "e", ...cart("opened-not-checkout") }];
const registry = { entryPoints: entryPointTypes };

describe("entry points of other active scenarios", () => {
  it("R15 warns, by the other scenario's name, where both let the same customers in by the same cause", () => {
    expect(checkTriggers(own, registry, [{ scenario: "Carts", ...cart("opened-not-checkout") }, { scenario: "Carts", ...cart("opened-not-checkout") }])).toEqual([
      { severity: "warning", path: "entryPoints[0]", entryPointId: "e", key: "trigger-overlaps", values: { scenario: "Carts" } },
    ]);
  });

  it("R15 another stage of the cart is another cause; what cannot be read is passed over", () => {
    expect(checkTriggers(own, registry, [{ scenario: "Carts", ...cart("checkout-started") }, { scenario: "Old", type: "cart-abandonment", version: 1, config: {} }, { scenario: "Other", type: "unheard-of", version: 1, config: {} }])).toEqual([]);
  });
});
