import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandOf, hashOf, isCurrent, localNode, markCurrent, ROOT } from "./repository.mjs";
import { runStep } from "./run-step.mjs";

const SOURCES = ["app", "public", "prisma/schema.prisma", "package-lock.json", "tsconfig.json", "vite.config.ts", "vite.node.config.ts"];
const RESULTS = ["build/client/assets", "build/server/index.js", "build/node/server.js", "build/node/worker.js"];
const MARKER = "build/.made-from";

/** Whoever asks for it: a test's own environment would make React the slower one that warns. */
const PRODUCTION = { NODE_ENV: "production" };

/** Builds the app when its sources changed since the last build. */
export async function build() {
  const hash = hashOf(SOURCES, ["app/adapters/db/generated/.made-from"]);
  if (isCurrent(MARKER, hash) && RESULTS.every((file) => existsSync(join(ROOT, file)))) return;
  const node = localNode();
  // One after the other: the first empties the whole build folder.
  await runStep("Building the pages", node, [commandOf("@remix-run/dev", "remix"), "vite:build"], PRODUCTION);
  await runStep("Building the server", node, [commandOf("vite"), "build", "-c", "vite.node.config.ts", "--logLevel", "warn"], PRODUCTION);
  markCurrent(MARKER, hash);
}
