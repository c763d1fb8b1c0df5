import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { checkSchedule } from "./check-schedule";
import { cronFault } from "./cron";
import { instantOfWallTime, isTimeZone } from "./instant-of-wall-time";
import { nextOccurrence } from "./next-occurrence";
import { scheduleRuleSchema, type ScheduleRule } from "./schedule-rule";

const at = (text: string): number => Date.parse(text);
const WARSAW = "Europe/Warsaw";
const shown = (instant: number | null, zone = WARSAW): string | null => (instant === null ? null : DateTime.fromMillis(instant, { zone }).toFormat("ccc yyyy-MM-dd HH:mm"));

/** The first so many occurrences, as the shop's clock shows them. */
function first(count: number, rule: ScheduleRule, after: string, zone = WARSAW): (string | null)[] {
  const found: (string | null)[] = [];
  let from = at(after);
  for (let index = 0; index < count; index += 1) {
    const next = nextOccurrence(rule, from, zone, at(after));
    found.push(shown(next, zone));
    if (next === null) break;
    from = next;
  }
  return found;
}

describe("when a schedule comes round", () => {
  it("R11 daily at an hour, through the change to summer time", () => {
    expect(first(3, { every: "day", time: "09:00" }, "2026-03-28T07:59:00Z")).toEqual(["Sat 2026-03-28 09:00", "Sun 2026-03-29 09:00", "Mon 2026-03-30 09:00"]);
    expect(nextOccurrence({ every: "day", time: "09:00" }, at("2026-03-28T12:00:00Z"), WARSAW, 0)).toBe(at("2026-03-29T07:00:00Z"));
  });

  it("R11 on the chosen weekdays", () => {
    expect(first(3, { every: "week", weekdays: [1, 5], time: "18:30" }, "2026-03-10T00:00:00Z")).toEqual(["Fri 2026-03-13 18:30", "Mon 2026-03-16 18:30", "Fri 2026-03-20 18:30"]);
  });

  it("R11 monthly: the 31st falls on the last day of a shorter month", () => {
    expect(first(4, { every: "month", day: 31, time: "08:00" }, "2028-01-15T00:00:00Z")).toEqual(["Mon 2028-01-31 08:00", "Tue 2028-02-29 08:00", "Fri 2028-03-31 08:00", "Sun 2028-04-30 08:00"]);
    expect(first(2, { every: "month", day: 1, time: "00:00" }, "2026-01-31T23:00:00Z")).toEqual(["Sun 2026-03-01 00:00", "Wed 2026-04-01 00:00"]);
  });

  it("R18 every so many days, counted from when it began", () => {
    expect(first(3, { every: "days", days: 3, time: "09:00" }, "2026-03-27T12:00:00Z")).toEqual(["Sat 2026-03-28 09:00", "Tue 2026-03-31 09:00", "Fri 2026-04-03 09:00"]);
    expect(shown(nextOccurrence({ every: "days", days: 31, time: "09:00" }, at("2027-06-01T00:00:00Z"), WARSAW, at("2026-03-10T00:00:00Z")))).toBe("Fri 2027-06-18 09:00");
  });

  it("R12 once, at a day and hour; afterwards never", () => {
    const rule: ScheduleRule = { every: "once", date: "2026-11-27", time: "07:15" };
    expect(first(2, rule, "2026-03-10T00:00:00Z")).toEqual(["Fri 2026-11-27 07:15", null]);
    expect(nextOccurrence(rule, at("2026-11-27T06:15:00Z"), WARSAW, 0)).toBeNull();
  });

  it("R11 by cron on the shop's clock: lists, steps, names, the last day, the second Monday", () => {
    expect(first(3, { every: "cron", expression: "*/30 9-10 * * *" }, "2026-03-10T00:00:00Z")).toEqual(["Tue 2026-03-10 09:00", "Tue 2026-03-10 09:30", "Tue 2026-03-10 10:00"]);
    expect(first(2, { every: "cron", expression: "0 9 * * MON,FRI" }, "2026-03-10T00:00:00Z")).toEqual(["Fri 2026-03-13 09:00", "Mon 2026-03-16 09:00"]);
    expect(first(2, { every: "cron", expression: "0 9 L * *" }, "2026-03-10T00:00:00Z")).toEqual(["Tue 2026-03-31 09:00", "Thu 2026-04-30 09:00"]);
    expect(first(2, { every: "cron", expression: "0 9 * * 1#2" }, "2026-03-10T00:00:00Z")).toEqual(["Mon 2026-04-13 09:00", "Mon 2026-05-11 09:00"]);
    expect(first(2, { every: "cron", expression: "0 9 29 FEB *" }, "2026-03-10T00:00:00Z")).toEqual(["Tue 2028-02-29 09:00", "Sun 2032-02-29 09:00"]);
  });

  it.each<[string, ScheduleRule]>([["daily", { every: "day", time: "02:30" }], ["cron", { every: "cron", expression: "30 2 * * *" }]])("R11 %s in the gap and the overlap of summer time: once each", (_name, rule) => {
    expect(nextOccurrence(rule, at("2026-03-28T12:00:00Z"), WARSAW, 0)).toBe(at("2026-03-29T01:00:00Z"));
    expect(nextOccurrence(rule, at("2026-03-29T01:00:00Z"), WARSAW, 0)).toBe(at("2026-03-30T00:30:00Z"));
    expect(nextOccurrence(rule, at("2026-10-24T12:00:00Z"), WARSAW, 0)).toBe(at("2026-10-25T00:30:00Z"));
    expect(nextOccurrence(rule, at("2026-10-25T00:30:00Z"), WARSAW, 0)).toBe(at("2026-10-26T01:30:00Z"));
  });

  it("R11 every hour by cron: the hour that is left out is the one jumped to, the one that comes twice counts once", () => {
    const hourly: ScheduleRule = { every: "cron", expression: "0 * * * *" };
    expect(first(2, hourly, "2026-03-29T00:30:00Z")).toEqual(["Sun 2026-03-29 03:00", "Sun 2026-03-29 04:00"]);
    expect(nextOccurrence(hourly, at("2026-10-25T00:00:00Z"), WARSAW, 0)).toBe(at("2026-10-25T02:00:00Z"));
  });

  it("R12 a date in a day that a zone leaves out counts when the clock jumps past it", () => {
    expect(instantOfWallTime(Date.UTC(2011, 11, 30, 12), "Pacific/Apia")).toBe(at("2011-12-30T10:00:00Z"));
  });

  const zones = fc.constantFrom(WARSAW, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "utc");
  const instants = fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2029-01-01T00:00:00Z") });
  const times = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
  const weekdays = fc.uniqueArray(fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, 6 as const, 7 as const), { minLength: 1 });
  const rules: fc.Arbitrary<ScheduleRule> = fc.oneof(
    times.map((time): ScheduleRule => ({ every: "day", time })),
    fc.tuple(weekdays, times).map(([days, time]): ScheduleRule => ({ every: "week", weekdays: days, time })),
    fc.tuple(fc.integer({ min: 1, max: 31 }), times).map(([day, time]): ScheduleRule => ({ every: "month", day, time })),
    fc.tuple(fc.integer({ min: 1, max: 31 }), times).map(([days, time]): ScheduleRule => ({ every: "days", days, time })),
    fc.tuple(fc.nat(59), fc.nat(23)).map(([minute, hour]): ScheduleRule => ({ every: "cron", expression: `${minute} ${hour} * * *` })),
  );

  it("R11 in any zone it comes after, within its interval, at the time on the wall or as the clock jumps past it, and on a day that fits", () => {
    fc.assert(fc.property(rules, instants, zones, fc.nat(400), (rule, after, zone, days) => {
      const since = after - days * DAY;
      const next = nextOccurrence(rule, after, zone, since);
      if (next === null) throw new Error("it comes again and again");
      expect(next).toBeGreaterThan(after);
      const longest = { day: 1, week: 7, month: 31, days: rule.every === "days" ? rule.days : 0, cron: 1, once: 0 }[rule.every];
      expect(next - after).toBeLessThanOrEqual(longest * DAY + 2 * HOUR);
      const clock = DateTime.fromMillis(next, { zone });
      if (rule.every === "week") expect(rule.weekdays).toContain(clock.weekday);
      if (rule.every === "month") expect(clock.day).toBe(Math.min(rule.day, clock.daysInMonth ?? 31));
      const jumped = DateTime.fromMillis(next - 1, { zone }).offset < clock.offset;
      if (!jumped && rule.every !== "cron" && rule.every !== "once") expect(clock.toFormat("HH:mm")).toBe(rule.time);
    }), { numRuns: 1_000 });
  });

  it("R11 whoever asks in between is told the same: nothing is left out, nothing comes twice", () => {
    fc.assert(fc.property(rules, instants, zones, fc.double({ min: 0, max: 1, noNaN: true }), (rule, after, zone, part) => {
      const next = nextOccurrence(rule, after, zone, after);
      if (next === null) throw new Error("it comes again and again");
      expect(nextOccurrence(rule, after + Math.floor((next - after - 1) * part), zone, after)).toBe(next);
    }), { numRuns: 1_000 });
  });
});

describe("what is refused", () => {
  it.each([
    ["* * * * *", "cron-too-often"], ["*/14 * * * *", "cron-too-often"], ["0,59 * * * *", "cron-too-often"], ["0 0,0-5 * * * *", "cron-fields"], ["* * * * * *", "cron-fields"],
    ["50,5 0,23 * * *", null], ["55,5 0,23 * * *", "cron-too-often"], ["*/15 * * * *", null], ["0 0 30 2 *", "cron-never"], ["0 0 31 4,6 *", "cron-never"], ["0 0 29 2 *", null],
    ["nonsense", "cron-fields"], ["61 * * * *", "cron-unreadable"], ["0 24 * * *", "cron-unreadable"], ["H 9 * * *", "cron-unreadable"], ["@daily", "cron-fields"], ["0 9 * * MON", null], ["a b c d e", "cron-unreadable"], ["5-1 9 * * *", "cron-unreadable"],
  ])("R11 cron %s: %s", (expression, fault) => {
    expect(cronFault(expression)).toBe(fault);
    expect(checkSchedule({ every: "cron", expression }, "rule", undefined)).toEqual(fault ? [{ severity: "error", path: "rule.expression", key: `entryPoints:problems.${fault}` }] : []);
  });

  it("R11 whatever is typed as cron has an answer", () => {
    const token = fc.constantFrom("*", "0", "5", "59", "60", "*/7", "1-5", "L", "?", "MON", "FEB", "1#3", ",", "-", "x", "0/20", "31", "");
    fc.assert(fc.property(fc.array(token, { minLength: 4, maxLength: 6 }), (fields) => {
      const expression = fields.join(" ");
      const fault = cronFault(expression);
      if (fault) return;
      const next = nextOccurrence({ every: "cron", expression }, at("2026-03-10T00:00:00Z"), WARSAW, 0);
      expect(next).not.toBeNull();
      const second = nextOccurrence({ every: "cron", expression }, next ?? 0, "utc", 0);
      expect((second ?? Infinity) - (nextOccurrence({ every: "cron", expression }, at("2026-03-10T00:00:00Z"), "utc", 0) ?? 0)).toBeGreaterThanOrEqual(0);
    }), { numRuns: 500 });
  });

  it("R11 a time zone that does not exist, with the field named; R12 a date that is over", () => {
    expect(isTimeZone("Europe/Warsaw") && isTimeZone("UTC") && !isTimeZone("Europe/Atlantis")).toBe(true);
    expect(checkSchedule({ every: "day", time: "09:00" }, "rule", { timeZone: "Europe/Atlantis" })).toEqual([{ severity: "error", path: "rule", key: "entryPoints:problems.time-zone-unknown", values: { timeZone: "Europe/Atlantis" } }]);
    expect(checkSchedule({ every: "once", date: "2026-03-09", time: "09:00" }, "", { timeZone: WARSAW, now: at("2026-03-10T00:00:00Z") })).toEqual([{ severity: "warning", path: "date", key: "entryPoints:problems.date-over" }]);
    expect(checkSchedule({ every: "once", date: "2026-03-11", time: "09:00" }, "", { timeZone: WARSAW, now: at("2026-03-10T00:00:00Z") })).toEqual([]);
  });

  it("R11 R12 the shape: no weekday, no such day, no such hour", () => {
    for (const rule of [{ every: "week", weekdays: [], time: "09:00" }, { every: "month", day: 32, time: "09:00" }, { every: "day", time: "24:00" }, { every: "once", date: "2026-02-30", time: "09:00" }, { every: "days", days: 32, time: "09:00" }]) {
      expect(scheduleRuleSchema.safeParse(rule).success).toBe(false);
    }
    expect(MINUTE).toBe(60_000);
  });
});
