import type { Instant, Milliseconds } from "../../app/domain/instant.ts";
import { ClockControl } from "../../dev-store/clock/clock-control.ts";
import { OffsetClock } from "../../dev-store/clock/offset-clock.ts";

export interface MovedClock {
  now(): Instant;
  /** Ahead at once by whole milliseconds, with all that lies between fallen due; ticks on from there. */
  advance(by: Milliseconds): void;
  /** Where processes connect. */
  port: number;
  close(): Promise<void>;
}

/** Domain time of an installation's processes, beginning at `begin`. */
export async function startMovedClock(begin: Instant): Promise<MovedClock> {
  const clock = new OffsetClock(() => Date.now(), begin - Date.now());
  const control = new ClockControl(clock);
  const port = await control.listen(0);
  return {
    now: () => clock.now(),
    advance(by) {
      clock.freezeAt(clock.now() + Math.round(by));
      clock.release();
      control.broadcast();
    },
    port,
    close: () => control.close(),
  };
}
