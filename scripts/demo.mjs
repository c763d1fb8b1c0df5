/**
 * `npm run demo`: sets up what is missing, then starts the local store and the app; with `--tour` it tells the story instead,
 * with `--distributed` the app runs as several processes.
 * Runs on any Node from 20 on; the demo itself runs under the Node that the dependencies bring.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { localNode, ROOT } from "./setup/repository.mjs";
import { setup } from "./setup.mjs";

try {
  const args = process.argv.slice(2);
  await setup({ apt: args.includes("--distributed") ? ["redis-server"] : [] });
  const script = args.includes("--tour") ? join("tour", "run-tour.ts") : join("demo", "run-demo.ts");
  const child = spawn(localNode(), [join(ROOT, "scripts", script), ...args], { stdio: "inherit" });
  // Ctrl-C reaches the whole group; a signal sent to this process alone must be handed on.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // A killed `npm run` may leave this process behind without a word, and with it the servers.
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) child.kill("SIGTERM"); }, 1_000).unref();
  child.on("exit", (code, signal) => { process.exitCode = signal ? 1 : (code ?? 1); });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
