/**
 * `npm run postgres-schema`: makes prisma/postgres/ of the one prisma/schema.prisma: schema and first migration. Nothing is
 * released, so the first migration is made anew with each change; from the first release on it stays as it is and a change
 * adds one (`prisma migrate diff`).
 *
 *   npm run postgres-schema -- --check     writes nothing; fails where the files are not what they would be
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toPostgresMigration } from "./postgres-schema/to-postgres-migration.ts";
import { toPostgresSchema } from "./postgres-schema/to-postgres-schema.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const at = (path: string): string => join(ROOT, path);
const SCHEMA = "prisma/postgres/schema.prisma";
const MIGRATION = "prisma/postgres/migrations/20261121000000_first/migration.sql";

/** The generated files by their path. */
export function postgresFiles(): Record<string, string> {
  const schema = toPostgresSchema(readFileSync(at("prisma/schema.prisma"), "utf8"));
  const migrations = readdirSync(at("prisma/migrations"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const sqlite = migrations.map((name) => readFileSync(at(`prisma/migrations/${name}/migration.sql`), "utf8"));
  return { [SCHEMA]: schema, [MIGRATION]: toPostgresMigration(scriptOf(schema), sqlite) };
}

/** What Prisma says to make the schema of nothing. */
function scriptOf(schema: string): string {
  const folder = mkdtempSync(join(tmpdir(), "postgres-schema-"));
  try {
    const file = join(folder, "schema.prisma");
    writeFileSync(file, schema);
    return execFileSync(process.execPath, [at("node_modules/prisma/build/index.js"), "migrate", "diff", "--config", at("scripts/postgres-schema/prisma.config.ts"), "--from-empty", "--to-schema-datamodel", file, "--script"], {
      cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, DATABASE_URL: "postgres://nobody@127.0.0.1/none" },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(check: boolean): void {
  for (const [path, text] of Object.entries(postgresFiles())) {
    if (check) {
      if (readFileSync(at(path), "utf8") !== text) throw new Error(`${path} is not what the one schema makes of it. Run \`npm run postgres-schema\`.`);
      continue;
    }
    mkdirSync(join(at(path), ".."), { recursive: true });
    writeFileSync(at(path), text);
    process.stdout.write(`${path}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.includes("--check"));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
