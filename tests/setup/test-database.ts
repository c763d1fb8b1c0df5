import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { TEMPLATE_DATABASE } from "./migrated-database";

/** A migrated database of its own. `close` removes it. */
export function openTestDatabase() {
  const folder = mkdtempSync(join(tmpdir(), "scenarios-test-"));
  const file = join(folder, "test.db");
  copyFileSync(TEMPLATE_DATABASE, file);
  const db = openSqliteDatabase(`file:${file}`);
  return {
    db,
    url: `file:${file}`,
    async close() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
