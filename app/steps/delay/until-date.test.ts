import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import type { Facts } from "~/domain/engine/facts";
import { DAY } from "~/domain/instant";
import { readConfig } from "~/domain/scenario/read-config";
import { startsOver } from "~/domain/scenario/wait-over";
import type { TraitDefinition, TraitType, TraitValue } from "~/domain/trait/trait";
import { stepTypes } from "~/steps/registry";
import { delay, type DelayConfig } from "./definition";
import { LONGEST_UNTIL_DATE, untilDateEnds } from "./until-date";

const zone = "Europe/Warsaw";
const at = (text: string): number => Date.parse(text);
type Config = Extract<DelayConfig, { mode: "until-date" }>;
const config: Config = { mode: "until-date", trait: "birthday", days: 0, side: "before", time: "09:00", repeats: "once", without: "go-on", limitDays: 30 };
const definition = (type: TraitType): TraitDefinition => ({ id: "t1", key: "birthday", name: "Birthday", type, options: [] });
const facts = (value: TraitValue | null, type: TraitType = "date", timeZone = zone): Facts => ({
  timeZone, traits: { definitions: new Map([["birthday", definition(type)]]), values: new Map(value === null ? [] : [["birthday", value]]) },
});
const step = (change: Partial<Config>, known: Facts, enteredStepAt: number, now: number, heldMs = 0) =>
  delay.step({ config: { ...config, ...change }, stepId: "wait", scenarioId: "scenario", customerId: "ola", enteredStepAt, heldMs, now, facts: known, outcome: null });
const noon = at("2026-03-10T11:00:00Z");
const waits = (until: string) => ({ do: "wait", until: at(until) });

describe("delay until a date trait", () => {
  it("R22 waits until so many days before or after the date, at a time on the shop's clock", () => {
    expect(step({}, facts("2026-03-12"), noon, noon)).toEqual(waits("2026-03-12T08:00:00Z"));
    expect(step({ days: 3, side: "before" }, facts("2026-04-02"), noon, noon)).toEqual(waits("2026-03-30T07:00:00Z"));
    expect(step({ days: 20, side: "after" }, facts("2026-03-12"), noon, noon)).toEqual(waits("2026-04-01T07:00:00Z"));
    expect(step({}, facts(at("2026-03-11T23:30:00Z"), "date-time"), noon, noon)).toEqual(waits("2026-03-12T08:00:00Z"));
    expect(step({}, facts("2026-03-12"), noon, at("2026-03-12T08:00:00Z"))).toEqual({ do: "leave", branch: "next" });
  });

  it("R22 yearly waits for the next anniversary; 29 February falls on the 28th in other years", () => {
    expect(step({ repeats: "yearly" }, facts("1990-03-12"), noon, noon)).toEqual(waits("2026-03-12T08:00:00Z"));
    expect(step({ repeats: "yearly" }, facts("1990-03-09"), noon, noon)).toEqual(waits("2027-03-09T08:00:00Z"));
    expect(step({ repeats: "yearly" }, facts("1992-02-29"), noon, noon)).toEqual(waits("2027-02-28T08:00:00Z"));
    expect(step({ repeats: "yearly", days: 14 }, facts("1990-01-05"), at("2026-12-20T11:00:00Z"), at("2026-12-20T11:00:00Z"))).toEqual(waits("2026-12-22T08:00:00Z"));
    expect(step({ repeats: "yearly" }, facts("2027-01-05"), noon, noon)).toEqual(waits("2027-01-05T08:00:00Z"));
  });

  it("R22 without a date, or when it had passed on arrival: on at once, or within the limit, and says why", () => {
    expect(step({}, facts(null), noon, noon)).toEqual({ do: "leave", branch: "next", detail: { wait: "no-date" } });
    expect(step({}, facts("2026-03-09"), noon, noon)).toEqual({ do: "leave", branch: "next", detail: { wait: "date-passed" } });
    expect(step({}, facts("Oak", "string"), noon, noon)).toMatchObject({ detail: { wait: "no-date" } });
    expect(step({}, { timeZone: zone, traits: { definitions: new Map(), values: new Map() } }, noon, noon)).toMatchObject({ detail: { wait: "no-date" } });
    for (const value of [null, "2026-03-09"]) {
      expect(step({ without: "wait", limitDays: 30 }, facts(value), noon, noon)).toEqual(waits("2026-04-09T10:00:00Z"));
      expect(step({ without: "wait", limitDays: 30 }, facts(value), noon, noon + 30 * DAY)).toEqual({ do: "leave", branch: "next", detail: { wait: "limit" } });
    }
  });

  it("R9 R22 time held moves no date, and is not counted in the limit", () => {
    expect(step({}, facts("2026-03-12"), noon, noon, 5 * DAY)).toEqual(waits("2026-03-12T08:00:00Z"));
    expect(step({ without: "wait", limitDays: 1 }, facts(null), noon, noon, DAY)).toEqual({ do: "wait", until: noon + 2 * DAY });
  });

  it("R22 nobody waits longer than 730 days", () => {
    expect(step({}, facts("9999-12-31"), noon, noon)).toEqual({ do: "wait", until: noon + LONGEST_UNTIL_DATE });
    expect(step({}, facts("9999-12-31"), noon, noon + LONGEST_UNTIL_DATE)).toMatchObject({ do: "leave", detail: { wait: "limit" } });
  });

  it("R22 refuses what is no date, naming the field; its people are asked one by one", () => {
    const check = (trait: string, type: TraitType = "date") => delay.check({ ...config, trait }, { messagesBefore: [], given: [], shop: { timeZone: zone, consents: [], traits: [definition(type)], segments: [], discountPools: [] } }).map(({ path, key }) => [path, key]);
    expect(check("birthday")).toEqual([]);
    expect(check("")).toEqual([["trait", "traits:problem.none"]]);
    expect(check("gone")).toEqual([["trait", "traits:problem.gone"]]);
    expect(check("birthday", "integer")).toEqual([["trait", "traits:problem.notDated"]]);
    expect(readConfig(delay, { version: 1, config: { ...config, days: 366 } }).ok).toBe(false);
    expect(startsOver([{ id: "wait", type: "delay", version: 1, config, next: { next: null } }], stepTypes, zone, noon)).toEqual(new Map());
  });

  it("R22 in any zone a wait is over on the right day at the right time, and asking again says the same", () => {
    const zones = fc.constantFrom("Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "utc");
    const days = fc.date({ min: new Date("1950-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
    const entering = fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2028-01-01T00:00:00Z") });
    fc.assert(fc.property(zones, days, entering, fc.nat(365), fc.boolean(), fc.nat(23), fc.nat(400), (timeZone, date, entered, away, before, hour, later) => {
      const yearly: Config = { ...config, repeats: "yearly", days: away, side: before ? "before" : "after", time: `${String(hour).padStart(2, "0")}:30` };
      const { until, why } = untilDateEnds(yearly, facts(date, "date", timeZone), entered, 0);
      expect(until).toBeGreaterThanOrEqual(entered);
      if (why !== "date") {
        expect(until).toBe(entered + LONGEST_UNTIL_DATE);
        return;
      }
      const shown = DateTime.fromMillis(until, { zone: timeZone });
      const jumped = DateTime.fromMillis(until - 1, { zone: timeZone }).offset !== shown.offset;
      if (!jumped) expect(shown.hour).toBe(hour);
      const day = shown.startOf("day").plus({ days: before ? away : -away });
      if (!date.endsWith("02-29") && !jumped) expect(day.toFormat("MM-dd")).toBe(date.slice(5));
      if (Number(date.slice(0, 4)) < 2024) expect(until - entered).toBeLessThanOrEqual(367 * DAY);
      const now = entered + later * DAY;
      const answer = step(yearly, facts(date, "date", timeZone), entered, now);
      expect(answer).toEqual(now < until ? { do: "wait", until } : { do: "leave", branch: "next" });
    }), { numRuns: 500 });
  });
});
