import type { Clock } from "./clock";

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  real: () => Date.now(),
  at(instant, wake) {
    const timer = setTimeout(wake, Math.min(Math.max(instant - Date.now(), 0), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
