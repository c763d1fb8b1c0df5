import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { commandOf, hashOf, isCurrent, localNode, markCurrent, ROOT } from "./repository.mjs";
import { runStep } from "./run-step.mjs";

/** Brings the database in `file` (absolute path) up to the newest migration, making it when there is none. */
export async function migrateDatabase(file) {
  const hash = hashOf(["prisma/migrations"]);
  const marker = relative(ROOT, `${file}.migrated`);
  if (existsSync(file) && isCurrent(marker, hash)) return;
  await mkdir(dirname(file), { recursive: true });
  await runStep("Bringing the database up to date", localNode(), [commandOf("prisma"), "migrate", "deploy"], { DATABASE_URL: `file:${file}` });
  markCurrent(marker, hash);
}
