import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import SQLite from "better-sqlite3";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { expectLargeTables } from "../../app/adapters/db/expected-sizes.server.ts";
import { startPostgresServer } from "./postgres-server.ts";
import { setting } from "./setting.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, ".cache/tests");
export const TEMPLATE_DATABASE = join(FOLDER, "migrated.db");
/** The same on PostgreSQL. */
export const TEMPLATE_NAME = "migrated";

declare module "vitest" {
  export interface ProvidedContext {
    /** The database `postgres` of the server of this run; null where the tests run on SQLite. */
    postgresUrl: string | null;
  }
}

/** Migrates one database before all tests; each test has a copy. On PostgreSQL it starts the server of this run. */
export default async function migrateOnce(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (setting.database === "sqlite") {
    project.provide("postgresUrl", null);
    migrateSqlite();
    return undefined;
  }
  const server = await startPostgresServer({ durable: false });
  try {
    const admin = new pg.Client({ connectionString: server.url("postgres") });
    await admin.connect();
    await admin.query(`create database "${TEMPLATE_NAME}"`);
    await admin.end();
    migrate(server.url(TEMPLATE_NAME), ["--config", "prisma/postgres/prisma.config.ts"]);
    project.provide("postgresUrl", server.url("postgres"));
    return () => server.stop();
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** As the app finds it once it was opened. Made under a name of its own and renamed, so that of two runs at once neither sees a half-made one. */
function migrateSqlite(): void {
  mkdirSync(FOLDER, { recursive: true });
  const own = mkdtempSync(join(FOLDER, "making-"));
  const file = join(own, "migrated.db");
  try {
    migrate(`file:${file}`, []);
    const connection = new SQLite(file);
    expectLargeTables(connection);
    connection.close();
    renameSync(file, TEMPLATE_DATABASE);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function migrate(url: string, config: string[]): void {
  execFileSync(process.execPath, [join(ROOT, "node_modules/prisma/build/index.js"), "migrate", "deploy", ...config], { cwd: ROOT, env: { ...process.env, DATABASE_URL: url }, stdio: "pipe" });
}
