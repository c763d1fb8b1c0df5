import { z } from "zod";
import { LONGEST_LOOK_BACK_DAYS, priceDropAudienceSchema } from "~/domain/price-drop/audience";
import { minimumDropSchema } from "~/domain/price-drop/find-drop";
import type { EntryPointType } from "~/domain/scenario/entry-point-type";
import type { CheckPlace, ConfigProblem } from "~/domain/scenario/step-type";
import { LONGEST_INTERVAL_DAYS, scheduleRuleSchema, type ScheduleRule } from "~/domain/schedule/schedule-rule";

export const LONGEST_SKIP_DAYS = 30;
/** Checks that come round sooner than this are warned of. */
const SPARSE_CHECK_DAYS = 7;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day is written HH:mm");
const weekday = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]);

/** R18 */
export const priceDropConfig = z.strictObject({
  minimum: minimumDropSchema,
  audience: priceDropAudienceSchema,
  /** R18c */
  check: z.discriminatedUnion("every", [
    z.strictObject({ every: z.literal("days"), days: z.number().int().min(1).max(LONGEST_INTERVAL_DAYS), time: timeOfDay }),
    z.strictObject({ every: z.literal("week"), weekdays: z.array(weekday).min(1).max(7), time: timeOfDay }),
  ]),
  /** R18d: null skips nothing. */
  skipBoughtDays: z.number().int().min(1).max(LONGEST_SKIP_DAYS).nullable(),
});

export type PriceDropConfig = z.infer<typeof priceDropConfig>;

/** R18c: whether people may hear of prices more than once a week. */
export const isOften = (rule: PriceDropConfig["check"]): boolean => (rule.every === "week" ? new Set(rule.weekdays).size > 1 : rule.days < SPARSE_CHECK_DAYS);

function check({ check: rule, audience }: PriceDropConfig, { shop }: CheckPlace): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (shop?.hasProducts === false) problems.push({ severity: "warning", path: "", key: "entryPoints:priceDrop.problem.no-products" });
  if (isOften(rule)) problems.push({ severity: "warning", path: rule.every === "week" ? "check.weekdays" : "check.days", key: "entryPoints:priceDrop.problem.often" });
  // What was seen after one check and dropped out of the look-back before the next is never announced.
  if (audience.mode === "did" && rule.every === "days" && rule.days > audience.days) problems.push({ severity: "warning", path: "audience.days", key: "entryPoints:priceDrop.problem.look-back", values: { days: audience.days, every: rule.days } });
  return problems;
}

const schedule = ({ check: rule }: PriceDropConfig): ScheduleRule => scheduleRuleSchema.parse(rule);

const defaults: PriceDropConfig = {
  minimum: { percent: 10, amountMinor: null },
  audience: { mode: "did", viewed: true, added: true, favourite: true, match: "any", days: Math.min(30, LONGEST_LOOK_BACK_DAYS) },
  check: { every: "days", days: 7, time: "09:00" },
  skipBoughtDays: 14,
};

export const priceDrop = {
  type: "price-drop",
  version: 1,
  icon: "PriceListIcon",
  config: priceDropConfig,
  defaults,
  // A price drop is found by its check alone; nothing that a person does lets anybody in.
  react: () => ({ do: "nothing" }),
  schedule,
  check,
  // Whoever was told of a drop by one is not told of it by the other (R18e).
  overlaps: () => false,
} satisfies EntryPointType<"price-drop", typeof priceDropConfig>;
