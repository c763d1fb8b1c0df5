import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { localNode, ROOT } from "./repository.mjs";
import { runStep } from "./run-step.mjs";

/** `npm ci`, when node_modules is missing or is not what the lock file says. */
export async function installDependencies() {
  if (isAsLocked()) return;
  const title = "Installing dependencies (npm ci)";
  // Under `npm run` this is the npm that the user started; else the one on the path.
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) await runStep(title, process.execPath, [npm, "ci"]);
  else await runStep(title, process.platform === "win32" ? "npm.cmd" : "npm", ["ci"]);
  if (localNode() === process.execPath && !existsSync(join(ROOT, "node_modules", "node", "bin"))) {
    throw new Error("npm installed the packages without their Node: it ran with install scripts turned off. Run `npm ci --ignore-scripts=false`, then the command again.");
  }
}

/** Compares the lock with the record that npm leaves at the end of an installation; a broken-off one leaves none. */
function isAsLocked() {
  const locked = packagesIn("package-lock.json");
  const installed = packagesIn(join("node_modules", ".package-lock.json"));
  if (!locked || !installed) return false;
  return Object.entries(locked).every(([path, { version, optional, devOptional, peer }]) => {
    if (path === "") return true;
    const found = installed[path];
    return found ? found.version === version : Boolean(optional || devOptional || peer);
  });
}

function packagesIn(name) {
  const path = join(ROOT, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : null;
}
