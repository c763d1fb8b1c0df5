import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import SQLite from "better-sqlite3";
import { build } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { afterAll, beforeAll } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface KillRig {
  /** The database file, as it stands, is what each copy begins with. */
  keep(file: string): void;
  /** A new copy; what is in it under this name before is gone. */
  copy(name: string | number): string;
  /** Removes a copy, so that hundreds of them do not fill the disk. */
  drop(copy: string): void;
  /** A path of the rig's folder, for what processes tell each other. */
  path(name: string): string;
  start(...args: (string | number)[]): ChildProcess;
}

/** Builds a program of the tests for the test file that calls this at its top, to be started on copies of one database and killed. */
export function killRig(program: string, { external = [] }: { external?: string[] } = {}): KillRig {
  // Inside the project, so that the program finds its packages; each test file builds its own.
  const built = join(root, ".cache/tests/killed", String(process.pid));
  const folder = mkdtempSync(join(tmpdir(), "scenarios-killed-"));
  const base = join(folder, "base.db");

  beforeAll(async () => {
    await build({
      configFile: false, logLevel: "error", root, plugins: [tsconfigPaths()],
      // One file, so that a process starts in no time: there is one for every statement.
      ssr: { noExternal: true, external: ["better-sqlite3", ...external] },
      build: { ssr: join(root, program), outDir: built, target: "node22" },
    });
  }, 120_000);
  afterAll(() => {
    for (const each of [folder, built]) rmSync(each, { recursive: true, force: true });
  });

  return {
    keep(file) {
      const copying = new SQLite(file);
      copying.exec(`vacuum into '${base}'`);
      copying.close();
    },
    copy(name) {
      const file = join(folder, `${name}.db`);
      copyFileSync(base, file);
      return file;
    },
    drop(copy) {
      for (const ending of ["", "-wal", "-shm"]) rmSync(copy + ending, { force: true });
    },
    path: (name) => join(folder, name),
    start: (...args) => spawn(process.execPath, [join(built, `${parse(program).name}.js`), ...args.map(String)], {
      stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, NODE_COMPILE_CACHE: join(built, "compiled") },
    }),
  };
}

/** Whether it was killed; throws where it ended by a fault of its own. */
export async function ended(child: ChildProcess): Promise<boolean> {
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (signal !== "SIGKILL" && code !== 0) throw new Error(`the process ended with ${String(code)}`);
  return signal === "SIGKILL";
}

/**
 * Tries statement after statement, several at a time, until a process lives to its end; `tryOne` answers whether it was killed. Answers the statement it would have been
 * killed at then. `step` tells how far the next try is from this one.
 */
export async function atEachStatement(tryOne: (killAt: number) => Promise<boolean>, { parallel = 3, step = () => 1 }: { parallel?: number; step?: (killAt: number) => number } = {}): Promise<number> {
  let next = 1;
  let last = 0;
  const worker = async (): Promise<void> => {
    while (last === 0) {
      const killAt = next;
      next += step(killAt);
      if (!(await tryOne(killAt))) last = killAt;
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return last;
}
