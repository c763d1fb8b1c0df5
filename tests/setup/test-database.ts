import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { inject } from "vitest";
import type { Database } from "~/adapters/db/database.server";
import { openDatabase } from "~/adapters/db/open-database.server";
import { TEMPLATE_DATABASE } from "./migrated-database";
import { borrowPostgresDatabase } from "./postgres-test-database";

export interface TestDatabase {
  db: Database;
  url: string;
  /** Removes it. */
  close(): Promise<void>;
}

/** A migrated database of its own, of the kind that this run is about. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = inject("postgresUrl");
  const { url, giveBack } = server === null ? copySqliteDatabase() : await borrowPostgresDatabase(server);
  const db = openDatabase(url, pino({ level: "silent" }));
  return {
    db,
    url,
    async close() {
      await db.close();
      await giveBack();
    },
  };
}

function copySqliteDatabase(): { url: string; giveBack(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), "scenarios-test-"));
  const file = join(folder, "test.db");
  copyFileSync(TEMPLATE_DATABASE, file);
  return { url: `file:${file}`, giveBack: async () => rmSync(folder, { recursive: true, force: true }) };
}
