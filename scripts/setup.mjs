/**
 * Makes a fresh clone ready: dependencies, database client, build. Plain JavaScript for any Node from 20 on, without packages,
 * since it runs before there are any. What is current already is left alone.
 *
 *   node scripts/setup.mjs [--apt chromium]
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./setup/build.mjs";
import { installApt } from "./setup/install-apt.mjs";
import { installDependencies } from "./setup/install-dependencies.mjs";
import { prepareDatabaseClient } from "./setup/prepare-database-client.mjs";
import { refuseOldNode } from "./setup/refuse-old-node.mjs";

/** Throws an Error whose message is for people. */
export async function setup({ apt = [] } = {}) {
  refuseOldNode();
  await installDependencies();
  await prepareDatabaseClient();
  await build();
  for (const name of apt) await installApt(name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { values } = parseArgs({ options: { apt: { type: "string", multiple: true, default: [] } } });
    await setup({ apt: values.apt });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
