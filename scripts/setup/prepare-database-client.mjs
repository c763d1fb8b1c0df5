import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandOf, hashOf, isCurrent, localNode, markCurrent, ROOT } from "./repository.mjs";
import { runStep } from "./run-step.mjs";

const MARKER = "app/adapters/db/generated/.made-from";

/** Generates the database client when the schema changed since the last time. */
export async function prepareDatabaseClient() {
  const hash = hashOf(["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"]);
  if (isCurrent(MARKER, hash) && existsSync(join(ROOT, "app/adapters/db/generated"))) return;
  await runStep("Preparing the database client", localNode(), [commandOf("prisma"), "generate"]);
  markCurrent(MARKER, hash);
}
