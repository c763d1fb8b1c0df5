import type { StepText } from "~/steps/step-face";

const UNITS = { minutes: 1, hours: 60, days: 24 * 60 } as const;
export type IdleUnit = keyof typeof UNITS;

export const IDLE_UNITS = ["minutes", "hours", "days"] as const satisfies readonly IdleUnit[];

export const minutesOf = (unit: IdleUnit): number => UNITS[unit];

/** The widest unit of which the time is a whole number. */
export function widestUnit(minutes: number): IdleUnit {
  if (minutes % UNITS.days === 0) return "days";
  return minutes % UNITS.hours === 0 ? "hours" : "minutes";
}

export function sayIdleTime(minutes: number, t: StepText): string {
  const unit = widestUnit(minutes);
  return t(`entryPoints:idle.${unit}`, { count: minutes / UNITS[unit] });
}
