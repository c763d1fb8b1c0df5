import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The Node that the dependencies brought; the running one until they are installed. */
export function localNode() {
  const file = join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  return existsSync(file) ? file : process.execPath;
}

/** Absolute path of the script behind a package's command. */
export function commandOf(name, command = name) {
  const folder = join(ROOT, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}

/** What a start script of package.json tells Node, and the built program that it runs. */
export function startCommand(script) {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const [, ...words] = scripts[script].split(" ");
  return { file: join(ROOT, words.at(-1)), flags: words.slice(0, -1) };
}

/** One hash over names and contents of files and folders, in a stable order. Missing ones count as empty. */
export function hashOf(paths, leaveOut = []) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesIn(join(ROOT, path)))) {
    const name = relative(ROOT, file).replaceAll("\\", "/");
    if (leaveOut.some((prefix) => name.startsWith(prefix))) continue;
    hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).sort().flatMap((name) => filesIn(join(path, name)));
}

/** Whether the marker file says that the work was done for exactly this hash. */
export function isCurrent(marker, hash) {
  const path = join(ROOT, marker);
  return existsSync(path) && readFileSync(path, "utf8") === hash;
}

export function markCurrent(marker, hash) {
  const path = join(ROOT, marker);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, hash);
}
