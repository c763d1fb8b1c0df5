import { describe, expect, it } from "vitest";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import { scheduleRuleSchema } from "~/domain/schedule/schedule-rule";
import { priceDrop, priceDropConfig, type PriceDropConfig } from "./definition";

const config = (over: Partial<PriceDropConfig> = {}): PriceDropConfig => ({ ...priceDrop.defaults, ...over });
const problems = (of: PriceDropConfig, hasProducts = true): string[] => priceDrop.check(of, { messagesBefore: [], given: [], shop: { timeZone: "Europe/Warsaw", consents: [], traits: [], segments: [], discountPools: [], events: [], hasProducts } }).map(({ severity, key }: ConfigProblem) => `${severity} ${key.split(".").at(-1)}`);
const fits = (over: object): boolean => priceDropConfig.safeParse({ ...priceDrop.defaults, ...over }).success;

describe("price drop", () => {
  it("R18c checks every 1 to 31 days or on weekdays, at 9:00 unless said otherwise", () => {
    expect(priceDrop.defaults.check.time).toBe("09:00");
    for (const days of [1, 31]) expect(fits({ check: { every: "days", days, time: "09:00" } })).toBe(true);
    for (const check of [{ every: "days", days: 0, time: "09:00" }, { every: "days", days: 32, time: "09:00" }, { every: "days", days: 7, time: "24:00" }, { every: "week", weekdays: [], time: "09:00" }, { every: "week", weekdays: [8], time: "09:00" }]) expect(fits({ check })).toBe(false);
    const checks: PriceDropConfig["check"][] = [{ every: "days", days: 3, time: "10:30" }, { every: "week", weekdays: [1, 4], time: "10:30" }];
    for (const check of checks) expect(scheduleRuleSchema.parse(priceDrop.schedule(config({ check })))).toEqual(check);
  });

  it("R18d skips what was bought in the last 1 to 30 days, or nothing", () => {
    for (const skipBoughtDays of [null, 1, 30]) expect(fits({ skipBoughtDays })).toBe(true);
    for (const skipBoughtDays of [0, 31, 1.5]) expect(fits({ skipBoughtDays })).toBe(false);
  });

  it("R18c frequent checks are warned of as spam", () => {
    expect(problems(config())).toEqual([]);
    expect(problems(config({ check: { every: "days", days: 6, time: "09:00" } }))).toEqual(["warning often"]);
    expect(problems(config({ check: { every: "week", weekdays: [1, 2], time: "09:00" } }))).toEqual(["warning often"]);
    expect(problems(config({ check: { every: "week", weekdays: [1, 1], time: "09:00" } }))).toEqual([]);
  });

  it("R18c warns where some of what is seen falls between two checks", () => {
    expect(problems(config({ check: { every: "days", days: 31, time: "09:00" }, audience: { mode: "did", viewed: true, added: false, favourite: false, match: "any", days: 14 } }))).toEqual(["warning look-back"]);
  });

  it("R46 says that it needs product data", () => {
    expect(problems(config(), false)).toEqual(["warning no-products"]);
  });
});
