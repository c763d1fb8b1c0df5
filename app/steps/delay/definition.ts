import { z } from "zod";
import { DAY, HOUR, MINUTE, type Instant } from "~/domain/instant";
import { nextLocalTime, type Weekday } from "~/domain/schedule/next-local-time";
import { plusLocalDays } from "~/domain/schedule/plus-local-days";
import { isDated } from "~/domain/trait/trait";
import { findTrait } from "~/domain/trait/trait-use";
import { untilDateEnds } from "./until-date";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";

export const DELAY_UNITS = ["minutes", "hours", "days", "weeks"] as const;
export type DelayUnit = (typeof DELAY_UNITS)[number];

const LENGTHS: Record<DelayUnit, number> = { minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY };
export const LONGEST_DELAY = 365 * DAY;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day is HH:MM");
const weekday = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]);

/** R22: a length of time, until a time of day, until one of some weekdays at a time, or until a date trait of the customer; all on the shop's clock. */
export const delayConfig = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("for"), amount: z.number().int().min(1).max(525_600), unit: z.enum(DELAY_UNITS) })
    .refine(({ amount, unit }) => amount * LENGTHS[unit] <= LONGEST_DELAY, { path: ["amount"], message: "a delay is at most 365 days" }),
  z.strictObject({ mode: z.literal("until-time"), time: timeOfDay }),
  z.strictObject({
    mode: z.literal("until-weekday"),
    time: timeOfDay,
    /** ISO 8601: 1 is Monday. */
    weekdays: z.array(weekday).min(1).max(7).refine((days) => new Set(days).size === days.length, "a weekday is named twice"),
  }),
  z.strictObject({
    mode: z.literal("until-date"),
    /** Key of a trait that is a date, or a date with a time. */
    trait: z.string().max(40),
    /** So many days before or after it. */
    days: z.number().int().min(0).max(365),
    side: z.enum(["before", "after"]),
    time: timeOfDay,
    /** Yearly: the next anniversary, as of a birthday. */
    repeats: z.enum(["once", "yearly"]),
    /** Where there is no date, or it had passed on arrival: on at once, or a wait for one of at most `limitDays`. */
    without: z.enum(["go-on", "wait"]),
    limitDays: z.number().int().min(1).max(365),
  }),
]);

export type DelayConfig = z.infer<typeof delayConfig>;

/**
 * When the delay of somebody who entered the step at `enteredAt` is over (R38: entered + delay + time held). Days and
 * weeks keep the time on the shop's clock across a change to or from summer time.
 */
export function delayEnds(config: Exclude<DelayConfig, { mode: "until-date" }>, enteredAt: Instant, heldMs: number, timeZone: string): Instant {
  const start = enteredAt + heldMs;
  switch (config.mode) {
    case "for":
      if (config.unit === "minutes" || config.unit === "hours") return start + config.amount * LENGTHS[config.unit];
      return plusLocalDays(start, config.amount * (config.unit === "weeks" ? 7 : 1), timeZone);
    case "until-time": return nextLocalTime(start, timeZone, config.time, null);
    case "until-weekday": return nextLocalTime(start, timeZone, config.time, config.weekdays satisfies Weekday[]);
    default: return config satisfies never;
  }
}

function step({ config, enteredStepAt, heldMs, now, facts }: StepInput<DelayConfig>): StepResult {
  if (config.mode === "until-date") {
    const { until, why } = untilDateEnds(config, facts, enteredStepAt, heldMs);
    if (now < until) return { do: "wait", until };
    return { do: "leave", branch: "next", ...(why === "date" ? {} : { detail: { wait: why } }) };
  }
  const until = delayEnds(config, enteredStepAt, heldMs, facts.timeZone);
  return now < until ? { do: "wait", until } : { do: "leave", branch: "next" };
}

function check(config: DelayConfig, { shop }: CheckPlace): ConfigProblem[] {
  if (config.mode !== "until-date") return [];
  const found = findTrait(config.trait, "trait", shop);
  if (!found) return [];
  if ("problem" in found) return [found.problem];
  return isDated(found.trait.type) ? [] : [{ severity: "error", path: "trait", key: "traits:problem.notDated", values: { name: found.trait.name } }];
}

const defaults: DelayConfig = { mode: "for", amount: 1, unit: "days" };

export const delay = {
  type: "delay",
  version: 1,
  category: "flow",
  icon: "ClockIcon",
  config: delayConfig,
  defaults,
  branches: () => ["next"],
  needs: (config: DelayConfig) => (config.mode === "until-date" ? ["traits"] : []),
  step,
  waitEnds: (config, start, timeZone) => (config.mode === "until-date" ? null : delayEnds(config, start, 0, timeZone)),
  check,
} satisfies StepType<"delay", typeof delayConfig>;
