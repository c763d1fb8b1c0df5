/**
 * `npm run scenario -- …`: the app's command line, on any Node from 20 on. It works on the database that DATABASE_URL or
 * `.env` names; without either, on the demo's (`--data DIR` where the demo was given one).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { localNode, ROOT } from "./setup/repository.mjs";

const COMMAND = join(ROOT, "build/node/scenario.js");

try {
  const { args, dataFolder } = readArguments(process.argv.slice(2));
  if (!existsSync(COMMAND)) throw new Error("The app is not built yet. Run `npm run setup` first.");
  const env = { ...(await environment(dataFolder)), ...process.env };
  const { status, error } = spawnSync(localNode(), [COMMAND, ...args], { stdio: "inherit", env });
  if (error) throw error;
  process.exitCode = status ?? 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function readArguments(args) {
  const at = args.indexOf("--data");
  if (at === -1) return { args, dataFolder: join(ROOT, "data/demo") };
  const folder = args[at + 1];
  if (!folder) throw new Error("--data takes the demo's data folder.");
  return { args: [...args.slice(0, at), ...args.slice(at + 2)], dataFolder: resolve(folder) };
}

async function environment(dataFolder) {
  if (process.env.DATABASE_URL) return {};
  const own = join(ROOT, ".env");
  if (existsSync(own) && !process.argv.includes("--data")) return parseEnv(readFileSync(own, "utf8"));
  const demo = join(dataFolder, "app.env");
  if (!existsSync(demo)) return {};
  const { CLOCK_CONTROL, ...env } = parseEnv(readFileSync(demo, "utf8"));
  return CLOCK_CONTROL && (await answers(CLOCK_CONTROL)) ? { ...env, CLOCK_CONTROL } : env;
}

/** While the demo is not running nobody moves its clock. */
function answers(address) {
  const [host, port] = address.split(":");
  return new Promise((tell) => {
    const socket = connect(Number(port), host);
    socket.once("connect", () => {
      socket.destroy();
      tell(true);
    });
    socket.once("error", () => tell(false));
  });
}
