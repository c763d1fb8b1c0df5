import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../.cache/tests/", import.meta.url));
export const TEMPLATE_DATABASE = join(FOLDER, "migrated.db");

/**
 * Migrates one database before all tests; each test copies the file. It is made under a name of its own and renamed, so
 * that of two runs at once neither sees a half-made one.
 */
export default function migrateOnce(): void {
  mkdirSync(FOLDER, { recursive: true });
  const own = mkdtempSync(join(FOLDER, "making-"));
  const file = join(own, "migrated.db");
  try {
    execFileSync("prisma", ["migrate", "deploy"], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: { ...process.env, PATH: `${fileURLToPath(new URL("../../node_modules/.bin", import.meta.url))}:${process.env["PATH"]}`, DATABASE_URL: `file:${file}` },
      stdio: "pipe",
    });
    renameSync(file, TEMPLATE_DATABASE);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
