import { z } from "zod";
import { MINUTE, type Milliseconds } from "~/domain/instant";

/** A schedule never lets people in oftener than this (R11). */
export const SHORTEST_INTERVAL: Milliseconds = 15 * MINUTE;
export const LONGEST_INTERVAL_DAYS = 31;

/** `HH:mm` on the shop's clock. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day is written HH:mm");
const weekday = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]);

const daily = z.strictObject({ every: z.literal("day"), time: timeOfDay });
/** 1 is Monday, 7 is Sunday (ISO 8601). */
const weekly = z.strictObject({ every: z.literal("week"), weekdays: z.array(weekday).min(1).max(7), time: timeOfDay });
/** In a month without that day, on its last one. */
const monthly = z.strictObject({ every: z.literal("month"), day: z.number().int().min(1).max(31), time: timeOfDay });
/** Five fields: minute, hour, day of the month, month, weekday. */
const cron = z.strictObject({ every: z.literal("cron"), expression: z.string().trim().min(1).max(200) });
/** The first time of day after the schedule began, and every so many days from then on. */
const everyDays = z.strictObject({ every: z.literal("days"), days: z.number().int().min(1).max(LONGEST_INTERVAL_DAYS), time: timeOfDay });
const once = z.strictObject({ every: z.literal("once"), date: z.iso.date(), time: timeOfDay });

/** R11: what comes round again and again. */
export const repeatedRuleSchema = z.discriminatedUnion("every", [daily, weekly, monthly, cron]);

/** When something comes round, always by the shop's clock (R11, R12, R18). */
export const scheduleRuleSchema = z.discriminatedUnion("every", [daily, weekly, monthly, cron, everyDays, once]);

export type RepeatedRule = z.infer<typeof repeatedRuleSchema>;
export type ScheduleRule = z.infer<typeof scheduleRuleSchema>;
