import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runStep } from "./run-step.mjs";

/** Programs that npm cannot bring, by Debian package. */
const PROGRAMS = { chromium: "chromium", "redis-server": "redis-server" };

/**
 * Makes sure that a Debian package's program is there: installs it as root on Debian and Ubuntu, and elsewhere throws a
 * sentence that names what is missing.
 */
export async function installApt(name) {
  const program = PROGRAMS[name];
  if (!program) throw new Error(`--apt knows ${Object.keys(PROGRAMS).join(" and ")}, not ${name}.`);
  if (find(program)) return;
  if (!find("apt-get") || process.getuid?.() !== 0) {
    throw new Error(`${program} is missing. Install it (on Debian and Ubuntu: sudo apt-get install ${name}) and run the command again.`);
  }
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  await runStep("Reading the package lists (apt-get update)", "apt-get", ["update"], quiet);
  await runStep(`Installing ${name} (apt-get install)`, "apt-get", ["install", "-y", "--no-install-recommends", name], quiet);
}

function find(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, program)));
}
