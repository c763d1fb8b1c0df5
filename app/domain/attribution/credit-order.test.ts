import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import { creditOrder, type CreditCandidate } from "./credit-order";

const ORDER = 100 * DAY;
const windows = { clickDays: 7, openDays: 2 };
const candidate = (messageId: string, kind: "open" | "click", at: number): CreditCandidate => ({ interactionId: `${messageId}-${kind}-${at}`, messageId, kind, at });

describe("credit of an order", () => {
  it("R2 goes to the last click within its window, even when another message was opened later", () => {
    const candidates = [candidate("first", "click", ORDER - 3 * DAY), candidate("second", "click", ORDER - DAY), candidate("third", "open", ORDER - HOUR)];
    expect(creditOrder(ORDER, candidates, windows)).toEqual({ messageId: "second", by: "click" });
  });

  it("R2 falls to the last open when no click qualifies", () => {
    const candidates = [candidate("old", "click", ORDER - 8 * DAY), candidate("a", "open", ORDER - 30 * HOUR), candidate("b", "open", ORDER - HOUR)];
    expect(creditOrder(ORDER, candidates, windows)).toEqual({ messageId: "b", by: "open" });
  });

  it("R2 goes nowhere when nothing qualifies, or the window is turned off", () => {
    expect(creditOrder(ORDER, [candidate("a", "open", ORDER - 3 * DAY)], windows)).toBeNull();
    expect(creditOrder(ORDER, [candidate("a", "open", ORDER - HOUR)], { clickDays: 7, openDays: 0 })).toBeNull();
  });

  const anyCandidate = fc.record({
    interactionId: fc.uuid(), messageId: fc.constantFrom("a", "b", "c"), kind: fc.constantFrom("open" as const, "click" as const),
    at: fc.integer({ min: ORDER - 10 * DAY, max: ORDER + DAY }),
  });

  it("R2 is never earned after the order, outside the windows, or by an open where a click qualifies", () => {
    fc.assert(fc.property(fc.array(anyCandidate), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), (candidates, clickDays, openDays) => {
      const credit = creditOrder(ORDER, candidates, { clickDays, openDays });
      const within = (kind: string, days: number) => candidates.filter((one) => days > 0 && one.kind === kind && one.at <= ORDER && one.at >= ORDER - days * DAY);
      const clicks = within("click", clickDays);
      const pool = clicks.length > 0 ? clicks : within("open", openDays);
      if (pool.length === 0) {
        expect(credit).toBeNull();
        return;
      }
      const latest = Math.max(...pool.map((one) => one.at));
      expect(credit?.by).toBe(clicks.length > 0 ? "click" : "open");
      expect(pool.filter((one) => one.at === latest).map((one) => one.messageId)).toContain(credit?.messageId);
    }));
  });

  it("R2 does not depend on the order in which interactions are read", () => {
    fc.assert(fc.property(fc.uniqueArray(anyCandidate, { selector: (one) => one.interactionId }), (candidates) => {
      expect(creditOrder(ORDER, [...candidates].reverse(), windows)).toEqual(creditOrder(ORDER, candidates, windows));
    }));
  });
});
