import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { DueSource } from "./due-source.ts";
import { StoreClock } from "./store-clock.ts";

const START = Date.UTC(2026, 4, 1, 8);
const MINUTE = 60_000;

type Work = { at: number; followUps: number[] };
type Done = { who: string; due: number; clock: number };

/** An app process as the store sees it: it works off what is due at each tick, which may make more work, then acknowledges. */
class FakeProcess {
  readonly #socket: Socket;
  readonly #name: string;
  #work: Work[];
  readonly #log: Done[];
  readonly ticks: { id: number; now: number; frozen: boolean }[] = [];
  mute = false;
  onTick: (now: number) => void = () => undefined;
  /** Whether due work cannot be done yet, given how often it was asked at a due instant. */
  refuses: (asked: number) => boolean = () => false;
  #asked = 0;

  private constructor(socket: Socket, name: string, work: Work[], log: Done[]) {
    this.#socket = socket;
    this.#name = name;
    this.#work = [...work];
    this.#log = log;
  }

  static async start(port: number, name: string, work: Work[] = [], log: Done[] = []): Promise<FakeProcess> {
    const socket = connect(port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const fake = new FakeProcess(socket, name, work, log);
    socket.on("error", () => socket.destroy());
    const greeted = new Promise<void>((resolve) => createInterface({ input: socket }).on("line", (line) => {
      fake.#tick(JSON.parse(line) as { id: number; now: number; frozen: boolean });
      resolve();
    }));
    socket.write(`${JSON.stringify({ hello: name, pid: 4711 })}\n`);
    await greeted;
    return fake;
  }

  #tick(tick: { id: number; now: number; frozen: boolean }): void {
    this.ticks.push(tick);
    this.onTick(tick.now);
    if (this.mute) return;
    const refused = this.#work.some(({ at }) => at <= tick.now) && this.refuses(this.#asked++);
    for (let due = refused ? undefined : this.#takeDue(tick.now); due; due = this.#takeDue(tick.now)) {
      this.#log.push({ who: this.#name, due: due.at, clock: tick.now });
      for (const delay of due.followUps) this.#work.push({ at: tick.now + delay, followUps: [] });
    }
    const next = this.#work.map(({ at }) => at);
    this.#socket.write(`${JSON.stringify({ ack: tick.id, nextDueAt: next.length ? Math.min(...next) : null })}\n`);
  }

  #takeDue(now: number): Work | undefined {
    const index = this.#work.findIndex(({ at }) => at <= now);
    return index < 0 ? undefined : this.#work.splice(index, 1)[0];
  }

  kill(): void {
    this.#socket.destroy();
  }
}

class FakeSource implements DueSource {
  readonly name = "webhooks";
  #dues: number[];
  readonly #log: Done[];
  constructor(dues: number[], log: Done[]) {
    this.#dues = dues;
    this.#log = log;
  }
  nextDueAt() { return this.#dues.length ? Math.min(...this.#dues) : null; }
  async runDue(now: number) {
    for (const due of this.#dues.filter((at) => at <= now)) this.#log.push({ who: this.name, due, clock: now });
    this.#dues = this.#dues.filter((at) => at > now);
  }
  async idle() {}
}

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const stop of stops.splice(0)) await stop(); });

async function store(options: { parked?: () => number; ackTimeoutMs?: number } = {}) {
  const clock = new StoreClock({ realNow: () => START, parked: options.parked ?? (() => 0), ackTimeoutMs: options.ackTimeoutMs ?? 5_000 });
  const port = await clock.start(0);
  stops.push(() => clock.stop());
  return { clock, port, process: async (name: string, work: Work[] = [], log: Done[] = []) => {
    const fake = await FakeProcess.start(port, name, work, log);
    stops.push(() => fake.kill());
    return fake;
  } };
}

describe("advancing the one clock", () => {
  it("does everything between now and the target once, at its own instant, in order of time, over all processes and the store's own work", async () => {
    const work = fc.array(fc.record({ at: fc.integer({ min: START - MINUTE, max: START + 200 * MINUTE }), followUps: fc.array(fc.integer({ min: 0, max: 90 * MINUTE }), { maxLength: 3 }) }), { maxLength: 6 });
    await fc.assert(fc.asyncProperty(fc.array(work, { minLength: 1, maxLength: 3 }), fc.array(fc.integer({ min: START, max: START + 200 * MINUTE }), { maxLength: 5 }), async (jobs, deliveries) => {
      const log: Done[] = [];
      const { clock, process } = await store();
      clock.add(new FakeSource(deliveries, log));
      for (const [index, job] of jobs.entries()) await process(`worker ${index}`, job, log);
      const target = START + 150 * MINUTE;
      await expect(clock.advance(() => target)).resolves.toMatchObject({ outcome: "reached", now: target });
      expect(clock.read()).toMatchObject({ now: target, frozen: false });

      const expected = [...jobs.flat().flatMap(({ at, followUps }) => [at, ...followUps.map((delay) => Math.max(at, START) + delay)]), ...deliveries].filter((at) => at <= target).sort((a, b) => a - b);
      expect(log.map(({ due }) => due).sort((a, b) => a - b)).toEqual(expected);
      for (const { due, clock: at } of log) expect(at).toBe(Math.max(due, START));
      expect(log.map(({ clock: at }) => at)).toEqual(log.map(({ clock: at }) => at).sort((a, b) => a - b));
    }), { numRuns: 30 });
  });

  it("keeps the clock frozen while it moves and ticking afterwards", async () => {
    const { clock, process } = await store();
    const web = await process("web", [{ at: START + MINUTE, followUps: [] }]);
    await clock.advance((now) => now + 5 * MINUTE);
    expect(web.ticks.slice(1, -1).every(({ frozen }) => frozen)).toBe(true);
    expect(web.ticks.at(-1)).toMatchObject({ now: START + 5 * MINUTE, frozen: false });
  });

  it("goes on without a process that is killed in the middle", async () => {
    const { clock, process } = await store();
    const log: Done[] = [];
    await process("web", [{ at: START + 3 * MINUTE, followUps: [] }], log);
    const worker = await process("worker", [{ at: START + MINUTE, followUps: [] }]);
    worker.onTick = (now) => { if (now >= START + MINUTE) { worker.mute = true; worker.kill(); } };
    await expect(clock.advance((now) => now + 10 * MINUTE)).resolves.toMatchObject({ outcome: "reached" });
    expect(log).toHaveLength(1);
    expect(clock.read().processes.map(({ name }) => name)).toEqual(["web"]);
  });

  it("waits for a process that connects in the middle, which learns the present instant first", async () => {
    const { clock, process } = await store();
    const log: Done[] = [];
    const web = await process("web", [{ at: START + MINUTE, followUps: [] }]);
    const late = new Promise<FakeProcess>((resolve) => {
      web.onTick = (now) => {
        if (now !== START + MINUTE || web.mute) return;
        web.mute = true;
        resolve(process("worker", [{ at: START + 2 * MINUTE, followUps: [] }], log).finally(() => web.kill()));
      };
    });
    await clock.advance((now) => now + 10 * MINUTE);
    expect((await late).ticks[0]).toMatchObject({ now: START + MINUTE, frozen: true });
    expect(log).toEqual([{ who: "worker", due: START + 2 * MINUTE, clock: START + 2 * MINUTE }]);
  });

  it("names a process that does not answer, and lets the clock go on from where it stood", async () => {
    const { clock, process } = await store({ ackTimeoutMs: 40 });
    const web = await process("web", [{ at: START + MINUTE, followUps: [] }]);
    web.onTick = (now) => { web.mute = now >= START + MINUTE; };
    await expect(clock.advance((now) => now + 10 * MINUTE)).resolves.toEqual({ outcome: "stuck", now: START + MINUTE, target: START + 10 * MINUTE, unanswered: ["web (pid 4711)"] });
    expect(clock.read().frozen).toBe(false);
  });

  it("asks again a process that is idle though work is due, and names it when that never ends", async () => {
    const { clock, process } = await store({ ackTimeoutMs: 60 });
    const leased = await process("worker", [{ at: START + MINUTE, followUps: [] }]);
    leased.refuses = (asked) => asked < 4;
    await expect(clock.advance((now) => now + 5 * MINUTE)).resolves.toMatchObject({ outcome: "reached" });
    const endless = await process("endless", [{ at: START + 6 * MINUTE, followUps: [] }]);
    endless.refuses = () => true;
    await expect(clock.advance((now) => now + 5 * MINUTE)).resolves.toMatchObject({ outcome: "stuck", now: START + 6 * MINUTE, unanswered: ["endless (pid 4711)"] });
  });

  it("answers with the number of held calls instead of waiting for them", async () => {
    let parked = 0;
    const { clock, process } = await store({ parked: () => parked });
    const web = await process("web", [{ at: START + MINUTE, followUps: [] }]);
    web.onTick = (now) => { if (now >= START + MINUTE) { web.mute = true; parked = 2; } };
    await expect(clock.advance((now) => now + 10 * MINUTE)).resolves.toEqual({ outcome: "held", now: START + MINUTE, target: START + 10 * MINUTE, held: 2 });
  });

  it("runs two advances one after the other, each from where the one before ended", async () => {
    const { clock } = await store();
    const both = await Promise.all([clock.advance((now) => now + MINUTE), clock.advance((now) => now + MINUTE)]);
    expect(both.map(({ now }) => now)).toEqual([START + MINUTE, START + 2 * MINUTE]);
  });

  it("advances by nothing though real time ticks meanwhile", async () => {
    let real = START;
    const clock = new StoreClock({ realNow: () => real++, parked: () => 0 });
    stops.push(() => clock.stop());
    await clock.start(0);
    await expect(clock.advance((now) => now)).resolves.toMatchObject({ outcome: "reached" });
  });

  it("refuses to go back", async () => {
    const { clock } = await store();
    await expect(clock.advance((now) => now - 1)).rejects.toThrow(/only goes forward/);
    await expect(clock.advance((now) => now + 1)).resolves.toMatchObject({ outcome: "reached" });
  });

  it("tells a client that speaks something else and hangs up", async () => {
    const { port } = await store();
    const socket = connect(port, "127.0.0.1");
    const said = new Promise<string>((resolve) => { let text = ""; socket.on("data", (chunk) => (text += String(chunk))).on("close", () => resolve(text)); });
    socket.write("GET / HTTP/1.1\n");
    expect(JSON.parse(await said)).toMatchObject({ error: expect.stringContaining("Not JSON") as string });
  });
});
