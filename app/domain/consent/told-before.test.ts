import { describe, expect, it } from "vitest";
import { toldBefore, type ConsentStatement } from "./told-before";

const said = (state: ConsentStatement["state"], at: number, source: string, messageId: string | null = null): ConsentStatement => ({ state, at, source, messageId });

describe("a statement about a consent that is told again", () => {
  it("R42 Shopify's word is known when the same was said within a second, by whomever", () => {
    expect(toldBefore([said("granted", 5_000, "import")], said("granted", 5_000, "shopify"))).toBe(true);
    expect(toldBefore([said("withdrawn", 5_500, "one-click", "m1")], said("withdrawn", 5_000, "shopify"))).toBe(true);
    expect(toldBefore([said("granted", 5_000, "import")], said("withdrawn", 5_000, "shopify"))).toBe(false);
    expect(toldBefore([said("granted", 5_000, "import")], said("granted", 6_000, "shopify"))).toBe(false);
  });

  it("R42 one message's way out says the same however often and in whatever turns it is used", () => {
    const kept = [said("granted", 1_000, "import"), said("withdrawn", 5_000, "one-click", "m1"), said("withdrawn", 9_000, "unsubscribe-link", "m1")];
    expect(toldBefore(kept, said("withdrawn", 20_000, "one-click", "m1"))).toBe(true);
    expect(toldBefore(kept, said("withdrawn", 20_000, "unsubscribe-link", "m1"))).toBe(true);
    expect(toldBefore(kept, said("withdrawn", 20_000, "one-click", "m2"))).toBe(false);
    expect(toldBefore(kept, said("withdrawn", 20_000, "complaint", "m1"))).toBe(false);
  });

  it("R42 after she granted it anew, the same message's way out is a new statement", () => {
    const kept = [said("withdrawn", 5_000, "one-click", "m1"), said("granted", 9_000, "shopify")];
    expect(toldBefore(kept, said("withdrawn", 20_000, "one-click", "m1"))).toBe(false);
  });

  it("R42 by hand, what was said at another instant was said again", () => {
    expect(toldBefore([said("granted", 5_000, "hand")], said("granted", 5_000, "hand"))).toBe(true);
    expect(toldBefore([said("granted", 5_000, "hand")], said("granted", 5_001, "hand"))).toBe(false);
  });
});
