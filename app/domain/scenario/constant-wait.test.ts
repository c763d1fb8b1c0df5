import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "~/domain/instant";
import { nextLocalTime } from "~/domain/schedule/next-local-time";
import { plusLocalDays } from "~/domain/schedule/plus-local-days";
import { constantWait, endsByStart } from "./constant-wait";

const zone = "Europe/Warsaw";
const spring = Date.parse("2026-03-29T01:00:00Z");

describe("how long everybody waits", () => {
  it("R38 is one length for hours, and for days without a change of the clock on the way", () => {
    expect(constantWait((start) => start + 5 * HOUR, 0, 3 * DAY)).toBe(5 * HOUR);
    expect(constantWait((start) => plusLocalDays(start, 2, zone), spring - 20 * DAY, spring - 10 * DAY)).toBe(2 * DAY);
  });

  it("R38 is none until a time of day, over a change to summer time, or over too wide a span", () => {
    expect(constantWait((start) => nextLocalTime(start, zone, "09:00", null), 0, DAY)).toBeNull();
    expect(constantWait((start) => plusLocalDays(start, 2, zone), spring - 5 * DAY, spring - DAY)).toBeNull();
    expect(constantWait((start) => start, 0, 20 * DAY)).toBeNull();
  });

  it("R38 where it answers a length, each start of the span has it, to an hour of the change itself", () => {
    fc.assert(fc.property(fc.integer({ min: spring - 20 * DAY, max: spring + 20 * DAY }), fc.integer({ min: 0, max: 13 * DAY }), fc.integer({ min: 1, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), (first, width, days, share) => {
      const endsAt = (start: number) => plusLocalDays(start, days, zone);
      const length = constantWait(endsAt, first, first + width);
      if (length === null) return;
      const start = first + Math.floor(width * share);
      expect(Math.abs(endsAt(start) - start - length)).toBeLessThanOrEqual(HOUR);
    }));
  });
});

describe("the few ends of many waits", () => {
  it("R38 are what each would have by itself", () => {
    fc.assert(fc.property(fc.integer({ min: spring - 5 * DAY, max: spring + 5 * DAY }), fc.integer({ min: 0, max: 9 * DAY }), fc.constantFrom(null, [2, 5] as const), fc.double({ min: 0, max: 1, noNaN: true }), (first, width, weekdays, share) => {
      const endsAt = (at: number) => nextLocalTime(at, zone, "09:00", weekdays && [...weekdays]);
      const start = first + Math.floor(width * share);
      const ends = endsByStart(endsAt, first, first + width, 20);
      expect(ends?.find(({ until }) => start <= until)?.end).toBe(endsAt(start));
    }), { numRuns: 60 });
  });

  it("R38 there are none where everybody has an end of their own", () => {
    expect(endsByStart((start) => start + DAY, 0, DAY, 20)).toBeNull();
  });
});
