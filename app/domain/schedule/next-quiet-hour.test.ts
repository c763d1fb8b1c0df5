import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, it } from "vitest";
import { DAY } from "~/domain/instant";
import { nextQuietHour } from "./next-quiet-hour";

it("R45 a shop's quiet hour comes once a day, between three and five of its own clock, also when the clock changes", () => {
  const zones = fc.constantFrom("Europe/Warsaw", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "UTC");
  fc.assert(fc.property(zones, fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2027-12-31") }), fc.integer({ min: 1, max: 5_000 }), (zone, after, shopId) => {
    const next = nextQuietHour(after, zone, shopId);
    const { hour } = DateTime.fromMillis(next, { zone });
    expect(hour >= 3 && hour < 5).toBe(true);
    expect(next - after).toBeGreaterThan(0);
    expect(next - after).toBeLessThanOrEqual(DAY + DAY / 24);
    expect(nextQuietHour(next, zone, shopId) - next).toBeGreaterThan(22 * DAY / 24);
  }));
});
