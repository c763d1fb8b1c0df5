import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const TEMPLATE_DATABASE = fileURLToPath(new URL("../../.cache/tests/migrated.db", import.meta.url));

/** Migrates one database before all tests; each test copies the file. */
export default function migrateOnce(): void {
  mkdirSync(new URL("../../.cache/tests/", import.meta.url), { recursive: true });
  for (const ending of ["", "-wal", "-shm"]) rmSync(TEMPLATE_DATABASE + ending, { force: true });
  execFileSync("prisma", ["migrate", "deploy"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, PATH: `${fileURLToPath(new URL("../../node_modules/.bin", import.meta.url))}:${process.env["PATH"]}`, DATABASE_URL: `file:${TEMPLATE_DATABASE}` },
    stdio: "pipe",
  });
}
