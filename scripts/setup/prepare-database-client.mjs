import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandOf, hashOf, isCurrent, localNode, markCurrent, ROOT } from "./repository.mjs";
import { runStep } from "./run-step.mjs";

const MARKER = "app/adapters/db/generated/.made-from";

/** Generates the clients of both databases when the schema changed since the last time. */
export async function prepareDatabaseClient() {
  const hash = hashOf(["prisma/schema.prisma", "prisma.config.ts", "prisma/postgres/schema.prisma", "node_modules/prisma/package.json"]);
  if (isCurrent(MARKER, hash) && existsSync(join(ROOT, "app/adapters/db/generated"))) return;
  await runStep("Preparing the database client", localNode(), [commandOf("prisma"), "generate"]);
  await runStep("Preparing the client of PostgreSQL", localNode(), [commandOf("prisma"), "generate", "--config", "prisma/postgres/prisma.config.ts"]);
  markCurrent(MARKER, hash);
}
