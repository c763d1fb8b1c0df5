import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MovableClock } from "~/adapters/clock/movable-clock";
import { EmbeddedQueue } from "./embedded-queue.server";
import type { Work } from "~/runtime/work";

const T0 = Date.parse("2026-03-10T11:00:00Z");
const runtimes: EmbeddedQueue[] = [];
afterEach(async () => {
  await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
});

function start(work: Partial<Work>, clock = new MovableClock(T0, true)): EmbeddedQueue {
  const runtime = new EmbeddedQueue(clock, pino({ level: "silent" }));
  runtimes.push(runtime);
  runtime.start([{ name: "runs", runDue: async () => 0, nextDueAt: async () => null, ...work }]);
  return runtime;
}

describe("the embedded queue", () => {
  it("does batch after batch while something is due", async () => {
    let left = 3;
    const runDue = vi.fn(async () => (left > 0 ? left-- : 0));
    const runtime = start({ runDue });
    await runtime.drain();
    expect(left).toBe(0);
  });

  it("looks again when domain time reaches the next due instant", async () => {
    const clock = new MovableClock(T0, true);
    const done: number[] = [];
    const runDue = async () => {
      if (clock.now() < T0 + 1_000 || done.length > 0) return 0;
      done.push(clock.now());
      return 1;
    };
    start({ runDue, nextDueAt: async () => (done.length === 0 ? T0 + 1_000 : null) }, clock);
    await vi.waitFor(() => {
      clock.set(T0 + 1_000, true);
      expect(done).toEqual([T0 + 1_000]);
    });
  });

  it("goes on when work fails, in doing it or in telling when it falls due", async () => {
    let asked = 0;
    const runDue = vi.fn(async () => {
      if (++asked === 1) throw new Error("database is locked");
      return 0;
    });
    const nextDueAt = vi.fn(async () => {
      throw new Error("database is locked");
    });
    const runtime = start({ runDue, nextDueAt });
    await vi.waitFor(() => expect(nextDueAt).toHaveBeenCalled());
    runtime.wake("runs");
    await vi.waitFor(() => expect(runDue.mock.calls.length).toBeGreaterThan(1));
  });

  it("never runs the same work side by side", async () => {
    let inside = 0;
    let most = 0;
    let left = 20;
    const runDue = async () => {
      most = Math.max(most, ++inside);
      await Promise.resolve();
      inside -= 1;
      return left > 0 ? left-- : 0;
    };
    const runtime = start({ runDue });
    await Promise.all([runtime.drain(), runtime.drain()]);
    expect(most).toBe(1);
  });
});
