import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { delay, delayConfig, delayEnds, type DelayConfig } from "./definition";

const zone = "Europe/Warsaw";
const at = (text: string): number => Date.parse(text);
const step = (config: DelayConfig, enteredStepAt: number, now: number, heldMs = 0) =>
  delay.step({ config, stepId: "wait", scenarioId: "scenario", customerId: "ola", enteredStepAt, heldMs, now, facts: { timeZone: zone }, outcome: null });

describe("delay", () => {
  it("R22 waits for a length of time", () => {
    const config: DelayConfig = { mode: "for", amount: 90, unit: "minutes" };
    expect(step(config, 1_000, 1_000)).toEqual({ do: "wait", until: 1_000 + 90 * MINUTE });
    expect(step(config, 1_000, 1_000 + 90 * MINUTE - 1)).toMatchObject({ do: "wait" });
    expect(step(config, 1_000, 1_000 + 90 * MINUTE)).toEqual({ do: "leave", branch: "next" });
  });

  it("R22 a day is the same time tomorrow on the shop's clock, 24 hours are 24 hours", () => {
    const evening = at("2026-03-28T19:00:00Z");
    expect(delayEnds({ mode: "for", amount: 1, unit: "days" }, evening, 0, zone)).toBe(evening + 23 * HOUR);
    expect(delayEnds({ mode: "for", amount: 1, unit: "weeks" }, evening, 0, zone)).toBe(evening + 7 * DAY - HOUR);
    expect(delayEnds({ mode: "for", amount: 24, unit: "hours" }, evening, 0, zone)).toBe(evening + 24 * HOUR);
  });

  it("R22 until a time of day and until weekdays, in the shop's zone", () => {
    const tuesdayNoon = at("2026-03-10T11:00:00Z");
    expect(delayEnds({ mode: "until-time", time: "09:00" }, tuesdayNoon, 0, zone)).toBe(at("2026-03-11T08:00:00Z"));
    expect(delayEnds({ mode: "until-weekday", time: "09:00", weekdays: [1, 5] }, tuesdayNoon, 0, zone)).toBe(at("2026-03-13T08:00:00Z"));
  });

  it("R9 R38 time held is added", () => {
    expect(step({ mode: "for", amount: 1, unit: "hours" }, 0, HOUR, 10 * MINUTE)).toEqual({ do: "wait", until: HOUR + 10 * MINUTE });
  });

  it.each([
    { mode: "for", amount: 0, unit: "minutes" },
    { mode: "for", amount: 1.5, unit: "hours" },
    { mode: "for", amount: 366, unit: "days" },
    { mode: "for", amount: 53, unit: "weeks" },
    { mode: "for", amount: 8_761, unit: "hours" },
    { mode: "until-time", time: "24:00" },
    { mode: "until-time", time: "9:00" },
    { mode: "until-weekday", time: "09:00", weekdays: [] },
    { mode: "until-weekday", time: "09:00", weekdays: [0] },
    { mode: "until-weekday", time: "09:00", weekdays: [1, 1] },
    { mode: "until-date", time: "09:00" },
  ])("R22 refuses %j", (config) => expect(delayConfig.safeParse(config).success).toBe(false));

  it.each([{ mode: "for", amount: 1, unit: "minutes" }, { mode: "for", amount: 365, unit: "days" }, { mode: "for", amount: 525_600, unit: "minutes" }, delay.defaults])(
    "R22 takes %j", (config) => expect(delayConfig.safeParse(config).success).toBe(true));
});
