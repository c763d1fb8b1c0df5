import { DateTime, Duration } from "luxon";
import { z } from "zod";
import type { StoreClock } from "../clock/store-clock.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const move = z.union([z.strictObject({ advance: z.string() }), z.strictObject({ set: z.string() })], { error: "Expected {\"advance\":\"PT2H\"} or {\"set\":\"2026-05-01T09:00:00Z\"}" });

/** `GET` and `POST /_dev/clock`: reads and moves the one clock. Calendar parts of a duration (P1D, P1M) are counted in the shop's time zone. */
export function clockRoutes(clock: StoreClock, timeZone: () => string): ControlRoute[] {
  const reading = () => {
    const { now, offsetMs, frozen, processes } = clock.read();
    return { now: iso(now), nowMs: now, offsetMs, frozen, timeZone: timeZone(), processes: processes.map(({ nextDueAt, ...process }) => ({ ...process, nextDueAt: nextDueAt === null ? null : iso(nextDueAt) })) };
  };
  return [
    { method: "GET", path: "/clock", handle: () => ({ body: reading() }) },
    {
      method: "POST",
      path: "/clock",
      handle: async ({ body }) => {
        const target = targetOf(checked(move, body), timeZone());
        const result = await clock.advance(target);
        if (result.outcome === "reached") return { body: { ...reading(), reached: true, instants: result.instants } };
        if (result.outcome === "held") return { body: { held: result.held, ...reading(), reached: false, stoppedAt: iso(result.now), target: iso(result.target) } };
        const names = result.unanswered.join(", ");
        const message = `The clock stopped at ${iso(result.now)} on its way to ${iso(result.target)}: ${names} did not become idle there.`;
        return { status: 504, body: { error: { code: "not_idle", message, unanswered: result.unanswered }, ...reading(), reached: false } };
      },
    },
  ];
}

function targetOf(request: z.infer<typeof move>, zone: string): (now: number) => number {
  if ("advance" in request) {
    const duration = Duration.fromISO(request.advance);
    if (!duration.isValid) throw new ControlError(422, "invalid", `advance: "${request.advance}" is not an ISO 8601 duration such as PT2H or P3D`, "advance");
    return (now) => forward(now, DateTime.fromMillis(now, { zone }).plus(duration).toMillis(), "advance");
  }
  const instant = DateTime.fromISO(request.set, { zone });
  if (!instant.isValid) throw new ControlError(422, "invalid", `set: "${request.set}" is not an ISO 8601 date and time`, "set");
  return (now) => forward(now, instant.toMillis(), "set");
}

function forward(now: number, target: number, path: string): number {
  if (target < now) throw new ControlError(422, "backward", `${path}: the clock only goes forward, and it is ${iso(now)} already`, path);
  return target;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
