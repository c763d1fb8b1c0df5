import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import SQLite from "better-sqlite3";
import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import { postgresFiles } from "../../scripts/postgres-schema.ts";
import { TEMPLATE_DATABASE } from "../setup/migrated-database";
import { openTestDatabase } from "../setup/test-database";

const onPostgres = inject("postgresUrl") !== null;

/** Tables with their columns and indexes, whatever the order in which migrations made them. */
function shapeOf(database: SQLite.Database): unknown {
  const tables = database.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> '_prisma_migrations' order by name`).pluck().all() as string[];
  return tables.map((table) => ({
    table,
    columns: database.prepare(`select name, type, "notnull", pk from pragma_table_info(?) order by name`).all(table),
    indexes: database.prepare(`
      select i.name, i."unique", (select group_concat(c.name) from pragma_index_info(i.name) as c) as columns
      from pragma_index_list(?) as i where i.origin = 'c' order by i.name`).all(table),
  }));
}

it.skipIf(onPostgres)("the migrations make what the schema says, no less and no more", () => {
  const script = execFileSync(process.execPath, ["node_modules/prisma/build/index.js", "migrate", "diff", "--from-empty", "--to-schema-datamodel", "prisma/schema.prisma", "--script"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, DATABASE_URL: "file::memory:" } });
  const wanted = new SQLite(":memory:");
  wanted.exec(script);
  const migrated = new SQLite(TEMPLATE_DATABASE, { readonly: true });
  expect(shapeOf(migrated)).toEqual(shapeOf(wanted));
}, 60_000);

it.skipIf(onPostgres)("PostgreSQL's schema and migration are what the one schema makes of them", () => {
  for (const [path, text] of Object.entries(postgresFiles())) expect(readFileSync(path, "utf8"), `${path}: run \`npm run postgres-schema\``).toBe(text);
}, 60_000);

it.runIf(onPostgres)("every text of ours on PostgreSQL compares by its bytes", async () => {
  const test = await openTestDatabase();
  const { rows } = await sql<{ column: string }>`
    select table_name || '.' || column_name as "column" from information_schema.columns
    where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C' and table_name not in ('Session', '_prisma_migrations')`.execute(test.db.acrossShops);
  expect(rows).toEqual([]);
  await test.close();
});
