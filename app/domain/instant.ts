/** Epoch milliseconds, UTC. */
export type Instant = number;

/** Length of time in milliseconds. */
export type Milliseconds = number;

export const MINUTE: Milliseconds = 60_000;
export const HOUR: Milliseconds = 60 * MINUTE;
export const DAY: Milliseconds = 24 * HOUR;
