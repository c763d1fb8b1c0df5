import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { setTimeout as rest } from "node:timers/promises";
import { oneAfterAnother } from "../../app/adapters/one-after-another.ts";
import { endWithProcess } from "../../tests/setup/end-with-process.ts";

export interface Member {
  name: string;
  /** What Node is told before the program. */
  flags: readonly string[];
  /** The program, built. */
  file: string;
  env: NodeJS.ProcessEnv;
  /** Answers once the process can work. */
  ready(): Promise<boolean>;
}

/** Real time to become ready, and to end: a machine with other work on it takes its time. */
const PATIENCE_MS = 180_000;

/** Whether it ended, in whatever way. */
const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/**
 * Processes that are killed and started again. One that ends by itself is started again as well, as whoever looks after a server does; where it does not come up
 * any more, nobody catches that and all ends. Their logs go to `log`.
 */
export class Fleet {
  readonly #running = new Map<Member, ChildProcess>();
  /** Of those that ended though nobody ended them, once a time. */
  readonly endedByThemselves: string[] = [];
  readonly #killed = new WeakSet<ChildProcess>();
  readonly #log: Writable;
  /** So that nobody starts what another one is about to start. */
  readonly #inTurn = oneAfterAnother();
  #stopping = false;

  constructor(log: Writable) {
    this.#log = log;
  }

  async start(member: Member): Promise<void> {
    const child = spawn(process.execPath, [...member.flags, member.file], { env: member.env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.pipe(this.#log, { end: false });
    endWithProcess(child, "SIGKILL");
    this.#running.set(member, child);
    child.once("exit", (code, signal) => {
      if (this.#stopping || this.#killed.has(child)) return;
      this.endedByThemselves.push(member.name);
      process.stderr.write(`${member.name} ended by itself with ${String(code ?? signal)}; see its log\n`);
      void this.#inTurn(() => (this.#stopping || this.#running.get(member) !== child ? Promise.resolve() : this.start(member)));
    });
    for (const until = performance.now() + PATIENCE_MS; performance.now() < until && !isGone(child); await rest(20)) {
      if (await member.ready()) return;
    }
    throw new Error(`${member.name} did not become ready; see its log`);
  }

  /** SIGKILL, then a new process in its place. */
  replace(member: Member): Promise<void> {
    return this.#inTurn(async () => {
      const child = this.#running.get(member);
      if (child && !isGone(child)) {
        const gone = once(child, "exit");
        this.#killed.add(child);
        child.kill("SIGKILL");
        await gone;
      }
      await this.start(member);
    });
  }

  /** The largest resident set that any of the processes running now has had, in bytes. Linux tells it. */
  peakMemory(): number {
    const peaks = [...this.#running.values()].map(({ pid }) => Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1] ?? Number.NaN) * 1_024);
    return Math.max(...peaks);
  }

  /** SIGTERM for all; answers the names of those that did not end well. */
  async stop(): Promise<string[]> {
    this.#stopping = true;
    const ends = [...this.#running].map(async ([{ name }, child]) => {
      if (!isGone(child)) {
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
        await gone;
        clearTimeout(late);
      }
      return child.exitCode === 0 ? [] : [name];
    });
    return (await Promise.all(ends)).flat();
  }
}
