import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { DAY, MINUTE } from "~/domain/instant";
import { nextLocalTime, type Weekday } from "./next-local-time";
import { plusLocalDays } from "./plus-local-days";
import { shopDay } from "./shop-day";

const at = (text: string): number => Date.parse(text);
const local = (instant: number, zone: string): string => DateTime.fromMillis(instant, { zone }).toFormat("ccc yyyy-MM-dd HH:mm");
const zones = fc.constantFrom("Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia", "utc");
const instants = fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2029-01-01T00:00:00Z") });

describe("nextLocalTime", () => {
  it("R22 today where the time is still to come, else tomorrow; never now", () => {
    expect(local(nextLocalTime(at("2026-03-10T07:59:00Z"), "Europe/Warsaw", "09:00", null), "Europe/Warsaw")).toBe("Tue 2026-03-10 09:00");
    expect(local(nextLocalTime(at("2026-03-10T08:00:00Z"), "Europe/Warsaw", "09:00", null), "Europe/Warsaw")).toBe("Wed 2026-03-11 09:00");
    expect(local(nextLocalTime(at("2026-03-10T08:00:00Z"), "Europe/Warsaw", "09:00", [2]), "Europe/Warsaw")).toBe("Tue 2026-03-17 09:00");
  });

  it("R22 a time that summer time leaves out counts when the clock jumps past it; of a time that comes twice the first counts", () => {
    expect(nextLocalTime(at("2026-03-28T12:00:00Z"), "Europe/Warsaw", "02:30", null)).toBe(at("2026-03-29T01:00:00Z"));
    expect(nextLocalTime(at("2026-10-24T12:00:00Z"), "Europe/Warsaw", "02:30", null)).toBe(at("2026-10-25T00:30:00Z"));
  });

  it("R22 in any zone the clock shows the time at the answer, or has just jumped past it, and it is the first time it does", () => {
    const weekdays = fc.option(fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }), { nil: null });
    fc.assert(fc.property(instants, zones, fc.nat(23), fc.nat(59), weekdays, (after, zone, hour, minute, days) => {
      const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
      const next = nextLocalTime(after, zone, time, days);
      expect(next).toBeGreaterThan(after);
      expect(next - after).toBeLessThanOrEqual((days ? 8 : 2) * DAY);
      const shown = DateTime.fromMillis(next, { zone });
      if (days) expect(days).toContain(shown.weekday);
      const jumped = DateTime.fromMillis(next - 1, { zone }).offset !== shown.offset;
      if (!jumped) expect(shown.toFormat("HH:mm")).toBe(time);
    }), { numRuns: 500 });
  });
});

describe("plusLocalDays", () => {
  it("R22 keeps the time of day across the change to summer time", () => {
    expect(local(plusLocalDays(at("2026-03-28T11:17:03Z"), 1, "Europe/Warsaw"), "Europe/Warsaw")).toBe("Sun 2026-03-29 12:17");
    expect(plusLocalDays(at("2026-03-28T11:17:03Z"), 1, "Europe/Warsaw")).toBe(at("2026-03-29T10:17:03Z"));
  });

  it("R22 says what the calendar says", () => {
    fc.assert(fc.property(instants, zones, fc.integer({ min: 1, max: 365 }), (instant, zone, days) => {
      expect(plusLocalDays(instant, days, zone)).toBe(DateTime.fromMillis(instant, { zone }).plus({ days }).toMillis());
    }), { numRuns: 1_000 });
  });
});

describe("shopDay", () => {
  it("R2 is the shop's local date, not the server's", () => {
    expect(shopDay(at("2026-03-10T23:30:00Z"), "Europe/Warsaw")).toBe("2026-03-11");
    expect(shopDay(at("2026-03-10T23:30:00Z") - 31 * MINUTE, "Europe/Warsaw")).toBe("2026-03-10");
    expect(shopDay(at("2026-03-10T23:30:00Z"), "no/such zone")).toBe("2026-03-10");
  });
});
