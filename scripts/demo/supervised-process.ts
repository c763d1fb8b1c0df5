import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

export interface SupervisedOptions {
  /** As people know it: "app". */
  name: string;
  /** A program on the path, or one of ours, run by this Node. */
  run: { script: string; flags?: readonly string[] } | { program: string };
  args?: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** What of a line is worth showing while all goes well; null keeps it in the log only. */
  condense: (line: string) => string | null;
}

const STOP_WITHIN_MS = 8_000;
const REMEMBERED_LINES = 25;

/** A process of the demo: everything it says goes to its log, what matters to the terminal's stderr too. */
export class SupervisedProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #log: WriteStream;
  /** The latest lines that were kept from the terminal. */
  readonly #unshown: string[] = [];
  readonly #onLine = new Set<(line: string) => void>();
  #stopping = false;
  /** Resolves when the process has ended, with what is to be told when nobody had asked it to. */
  readonly ended: Promise<string | null>;

  constructor(options: SupervisedOptions) {
    this.name = options.name;
    mkdirSync(dirname(options.logFile), { recursive: true });
    this.#log = createWriteStream(options.logFile, { flags: "a" });
    const { run, args = [] } = options;
    const [program, all] = "script" in run ? [process.execPath, [...(run.flags ?? []), run.script, ...args]] : [run.program, args];
    this.#child = spawn(program, all, { env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream) createInterface({ input: stream }).on("line", (line) => this.#hear(line, options.condense));
    this.ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(`The ${this.name} could not start: ${error.message}`));
      this.#child.once("close", (code, signal) => {
        this.#log.end();
        resolve(this.#stopping ? null : [`The ${this.name} ended by itself (${signal ?? `exit code ${code}`}). Its log is ${options.logFile}`, ...this.#unshown].join("\n  "));
      });
    });
  }

  /** The first line of output that `read` makes something of. Rejects when the process ends before, or after `withinMs`. */
  async said<T>(read: (line: string) => T | null, withinMs: number): Promise<T> {
    let listener: (line: string) => void = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    const found = new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`The ${this.name} was not ready within ${withinMs / 1_000} s.`)), withinMs);
      listener = (line) => {
        const value = read(line);
        if (value !== null) resolve(value);
      };
      this.#onLine.add(listener);
    });
    try {
      return await Promise.race([found, this.#failure()]);
    } finally {
      clearTimeout(timer);
      this.#onLine.delete(listener);
    }
  }

  /** Asks `probe` until it says yes. Rejects when the process ends before, or after `withinMs`. */
  async ready(probe: () => Promise<boolean>, withinMs: number): Promise<void> {
    const giveUpAt = performance.now() + withinMs;
    const answered = async () => {
      while (!(await probe())) {
        if (performance.now() > giveUpAt) throw new Error(`The ${this.name} was not ready within ${withinMs / 1_000} s.`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await Promise.race([answered(), this.#failure()]);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child.kill("SIGTERM");
    const force = setTimeout(() => this.#child.kill("SIGKILL"), STOP_WITHIN_MS);
    await this.ended;
    clearTimeout(force);
  }

  /** SIGKILL, as a power cut would. Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#stopping = true;
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** From now on an end is not a surprise: Ctrl-C reaches the process by itself. */
  expectEnd(): void {
    this.#stopping = true;
  }

  async #failure(): Promise<never> {
    throw new Error((await this.ended) ?? `The ${this.name} was stopped.`);
  }

  #hear(line: string, condense: SupervisedOptions["condense"]): void {
    this.#log.write(`${line}\n`);
    for (const listener of [...this.#onLine]) listener(line);
    const shown = condense(line);
    if (shown === null) this.#unshown.push(line);
    if (this.#unshown.length > REMEMBERED_LINES) this.#unshown.shift();
    if (shown !== null) process.stderr.write(`${this.name.padEnd(5)} │ ${shown}\n`);
  }
}
