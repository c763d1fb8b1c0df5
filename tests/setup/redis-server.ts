import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../../dev-store/control/listen-on.ts";
import { endWithProcess } from "./end-with-process.ts";

const READY_WITHIN_MS = 10_000;

/** A real redis-server on a port of its own, which a test may empty, stop and start again. */
export class RedisServer {
  readonly port: number;
  private readonly folder: string;
  private child: ChildProcess | null = null;

  private readonly durable: boolean;

  private constructor(port: number, folder: string, durable: boolean) {
    this.port = port;
    this.folder = folder;
    this.durable = durable;
  }

  /** `durable` keeps what it knows on disk, for what measures. Rejects with a sentence for people where there is no redis-server. */
  static async start({ durable = false }: { durable?: boolean } = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), mkdtempSync(join(tmpdir(), "scenarios-redis-")), durable);
    await server.run();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async run(): Promise<void> {
    const child = spawn("redis-server", ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", this.durable ? "yes" : "no", "--dir", this.folder], { stdio: "ignore" });
    this.child = child;
    endWithProcess(child, "SIGKILL");
    const failed = new Promise<never>((_, reject) => {
      child.once("error", (error) => reject(new Error(`redis-server is missing: ${error.message}. \`npm test\` installs it as root on Debian and Ubuntu; elsewhere install it and run the command again.`)));
      child.once("exit", (code) => reject(new Error(`redis-server on port ${this.port} ended with ${code} before it was ready.`)));
    });
    failed.catch(() => undefined);
    await Promise.race([failed, answering(this.port)]);
  }

  /** SIGKILL: all that it knew is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function answering(port: number): Promise<void> {
  const giveUpAt = performance.now() + READY_WITHIN_MS;
  while (!(await pongs(port))) {
    if (performance.now() > giveUpAt) throw new Error(`redis-server on port ${port} did not answer within ${READY_WITHIN_MS / 1_000} s.`);
    await setTimeout(20);
  }
}

function pongs(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", (data) => end(data.toString().startsWith("+PONG")));
    socket.once("error", () => end(false));
  });
}
