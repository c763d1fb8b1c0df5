import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { MovableClock } from "~/adapters/clock/movable-clock";
import { BullQueue, type BullQueueOptions } from "~/adapters/queue/bull/bull-queue.server";
import { WakeQueues } from "~/adapters/queue/bull/wake-queues.server";
import type { Instant } from "~/domain/instant";
import type { Work } from "~/runtime/work";
import { RedisServer } from "../../setup/redis-server";

const T0 = Date.parse("2026-03-10T11:00:00Z");
const SOON = { timeout: 10_000, interval: 10 };
const log = pino({ level: "silent" });

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Work in a list, as a database would hold it: each piece falls due at an instant, and is done once. */
function pieces(clock: MovableClock, more: Partial<Work> = {}) {
  const waiting: Instant[] = [];
  const state = { done: 0, batches: 0, by: new Set<string>() };
  const work = (who: string): Work => ({
    name: "runs",
    async runDue() {
      const at = waiting.findIndex((due) => due <= clock.now());
      if (at < 0) return 0;
      waiting.splice(at, 1);
      state.batches += 1;
      state.by.add(who);
      await new Promise((resolve) => setImmediate(resolve));
      state.done += 1;
      return 1;
    },
    nextDueAt: async () => (waiting.length > 0 ? Math.min(...waiting) : null),
    ...more,
  });
  return { waiting, state, work };
}

function processOf(works: Work[], clock: MovableClock, options: Partial<BullQueueOptions> & { prefix: string }) {
  const { prefix, ...more } = options;
  const queues = new WakeQueues({ url: redis.url, prefix, log });
  const queue = new BullQueue({ queues, clock, log, ...more });
  closing.push(() => queue.stop());
  queue.start(works);
  return { queue, queues };
}

function webOf(prefix: string) {
  const web = new WakeQueues({ url: redis.url, prefix, log });
  closing.push(() => web.close());
  return web;
}

const BULL_ALONE = { sweepMs: null, repeatMs: null };
const SWEEP_ALONE = { sweepMs: 50, repeatMs: null };

async function flushAll(): Promise<void> {
  const connection = new Redis(redis.url);
  await connection.flushall();
  connection.disconnect();
}

describe("works run by Bull", () => {
  it("flow by Bull alone, with the sweep off: what is due when woken, and what falls due later when the clock gets there", async () => {
    const clock = new MovableClock(T0, true);
    const { waiting, state, work } = pieces(clock);
    const prefix = randomUUID();
    processOf([work("one")], clock, { prefix, ...BULL_ALONE });
    const web = webOf(prefix);
    waiting.push(T0, T0, T0 + 60_000);
    web.wake("runs");
    await vi.waitFor(() => expect(state.done).toBe(2), SOON);
    // The look after the job arms the timer.
    await vi.waitFor(() => { clock.set(T0 + 60_000, true); expect(state.done).toBe(3); }, SOON);
  });

  it("flow by Bull's own repetition where nobody woke them", async () => {
    const clock = new MovableClock(T0, true);
    const { waiting, state, work } = pieces(clock);
    waiting.push(T0);
    processOf([work("one")], clock, { prefix: randomUUID(), sweepMs: null, repeatMs: 200 });
    await vi.waitFor(() => expect(state.done).toBe(1), SOON);
  });

  it("flow by the sweep while Redis is emptied again and again, and go on by Bull afterwards", async () => {
    const clock = new MovableClock(T0, true);
    const { waiting, state, work } = pieces(clock);
    const prefix = randomUUID();
    processOf([work("one")], clock, { prefix, sweepMs: 50, repeatMs: 200 });
    const web = webOf(prefix);
    for (let round = 1; round <= 40; round += 1) {
      waiting.push(T0, T0, T0);
      web.wake("runs");
      await flushAll();
    }
    await vi.waitFor(() => expect(state.done).toBe(120), SOON);
    expect(waiting).toEqual([]);
  });

  it("flow while Redis is down, also what other works wake; nothing is rejected, and Bull goes on when it is back", async () => {
    const rejected: unknown[] = [];
    const note = (reason: unknown) => void rejected.push(reason);
    process.on("unhandledRejection", note);
    const clock = new MovableClock(T0, true);
    const { waiting, state, work } = pieces(clock);
    const prefix = randomUUID();
    const { queue } = processOf([work("one")], clock, { prefix, ...SWEEP_ALONE });
    const web = webOf(prefix);
    await redis.kill();
    try {
      waiting.push(T0, T0);
      const began = performance.now();
      for (let n = 0; n < 1_000; n += 1) web.wake("runs");
      queue.wake("runs");
      // A request never waits for it.
      expect(performance.now() - began).toBeLessThan(100);
      await vi.waitFor(() => expect(state.done).toBe(2), SOON);
    } finally {
      await redis.run();
    }
    const { state: later, work: other, waiting: due } = pieces(clock, { name: "idle-clocks" });
    processOf([other("two")], clock, { prefix, ...BULL_ALONE });
    due.push(T0);
    web.wake("idle-clocks");
    await vi.waitFor(() => expect(later.done).toBe(1), SOON);
    expect(rejected).toEqual([]);
    process.off("unhandledRejection", note);
  }, 30_000);

  it("make one job of a thousand wake-ups", async () => {
    const prefix = randomUUID();
    const web = webOf(prefix);
    const other = webOf(prefix);
    for (let n = 0; n < 1_000; n += 1) for (const from of [web, other]) from.wake("runs");
    await vi.waitFor(async () => expect(await web.queue("runs").getWaitingCount()).toBe(1), SOON);
    expect(await web.queue("runs").count()).toBe(1);
  });

  it("lose no wake-up that comes while the job is being worked off", async () => {
    const clock = new MovableClock(T0, true);
    const prefix = randomUUID();
    let due = 0;
    let done = 0;
    const work: Work = {
      name: "runs",
      async runDue() {
        const taken = due;
        due = 0;
        await new Promise((resolve) => setTimeout(resolve, 1));
        done += taken;
        return taken;
      },
      nextDueAt: async () => (due > 0 ? T0 : null),
    };
    processOf([work], clock, { prefix, ...BULL_ALONE });
    const web = webOf(prefix);
    for (let n = 0; n < 300; n += 1) {
      due += 1;
      web.wake("runs");
      await new Promise((resolve) => setTimeout(resolve, n % 4));
    }
    await vi.waitFor(() => expect(done).toBe(300), SOON);
  });

  it("spread over processes where there is much to do", async () => {
    const clock = new MovableClock(T0, true);
    const { waiting, state, work } = pieces(clock);
    const prefix = randomUUID();
    for (const name of ["one", "two", "three"]) processOf([work(name)], clock, { prefix, ...BULL_ALONE });
    for (let n = 0; n < 20_000; n += 1) waiting.push(T0);
    webOf(prefix).wake("runs");
    await vi.waitFor(() => expect(state.done).toBe(20_000), SOON);
    expect([...state.by].sort()).toEqual(["one", "three", "two"]);
  });

  it("come again after a failure, with growing rests", async () => {
    const clock = new MovableClock(T0, true);
    const at: number[] = [];
    const prefix = randomUUID();
    const runDue = async () => {
      at.push(performance.now());
      if (at.length < 4) throw new Error("the database is away");
      return 0;
    };
    processOf([{ name: "runs", runDue, nextDueAt: async () => null }], clock, { prefix, ...BULL_ALONE });
    webOf(prefix).wake("runs");
    await vi.waitFor(() => expect(at.length).toBe(4), SOON);
    const [first = 0, , , fourth = 0] = at;
    // 250, 500 and 1000 ms, each between its half and its whole.
    expect(fourth - first).toBeGreaterThan(800);
  });

  it("call a provider no oftener than the whole installation may", async () => {
    const clock = new MovableClock(T0, true);
    const prefix = randomUUID();
    const calls: number[] = [];
    const paced = { callsPerSecond: 20, begin: async () => calls.push(performance.now()) };
    for (let n = 0; n < 3; n += 1) processOf([{ name: "messages", runDue: async () => 0, nextDueAt: async () => T0, paced }], clock, { prefix, repeatMs: null, sweepMs: 50 });
    webOf(prefix).wake("messages");
    await vi.waitFor(() => expect(calls.length).toBeGreaterThan(40), SOON);
    const most = Math.max(...calls.map((begin) => calls.filter((at) => at >= begin && at < begin + 1_000).length));
    expect(most).toBeLessThanOrEqual(24);
    expect(most).toBeGreaterThan(10);
  });

  it("finish the batch under way when the process stops", async () => {
    const clock = new MovableClock(T0, true);
    const prefix = randomUUID();
    let finished = false;
    let begun = false;
    const runDue = async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
      finished = true;
      return 0;
    };
    const { queue } = processOf([{ name: "runs", runDue, nextDueAt: async () => null }], clock, { prefix, ...BULL_ALONE });
    webOf(prefix).wake("runs");
    await vi.waitFor(() => expect(begun).toBe(true), SOON);
    await queue.stop();
    expect(finished).toBe(true);
  });
});
