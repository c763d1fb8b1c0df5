import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DemoStack } from "../demo/demo-stack.ts";
import { requireFreePorts } from "../demo/require-free-ports.ts";
import { whenOrphaned } from "../demo/when-orphaned.ts";
import { Facts } from "./facts.ts";
import { Story } from "./story.ts";
import { portOfTour, readTourFlags, type TourFlags } from "./tour-flags.ts";

let stack: DemoStack | null = null;
let temporary: string | null = null;

/** Tells the story and prints it; with `json` the last line is one object. Resolves to whether every fact held. */
async function main(flags: TourFlags): Promise<boolean> {
  const port = await portOfTour(flags);
  await requireFreePorts(port, 4);
  if (flags.dataFolder === null) temporary = mkdtempSync(join(tmpdir(), "scenarios-tour-"));
  const dataFolder = flags.dataFolder ?? temporary ?? "";
  const facts = new Facts(({ ok, id, what, saw }) => void process.stdout.write(`${ok ? "✓" : "✗"} ${id}: ${what}. Saw: ${saw}\n`));
  stack = new DemoStack({ port, dataFolder, distributed: flags.distributed });
  await facts.hold("ready", "Store and app are ready, and the app has imported the shop", async () => ({ ok: true, saw: (await stack?.start())?.store ?? "" }));
  if (facts.ok) await facts.hold("told", "The story came to its end", async () => {
    await new Story(stack ?? failed(), facts, dataFolder).tell();
    return { ok: true, saw: "the end" };
  });
  const held = facts.all.filter(({ ok }) => ok).length;
  process.stdout.write(flags.json ? `${JSON.stringify({ ok: facts.ok, facts: facts.all })}\n` : `\n${held} of ${facts.all.length} facts held.\n`);
  return facts.ok;
}

function failed(): never {
  throw new Error("The demo is not started.");
}

let stopping = false;
function stopAndExit(code: number): void {
  if (stopping) return;
  stopping = true;
  void (stack?.stop() ?? Promise.resolve()).then(() => {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
    process.exit(code);
  });
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopAndExit(1));
whenOrphaned(() => stopAndExit(1));

try {
  stopAndExit((await main(readTourFlags(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd()))) ? 0 : 1);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  stopAndExit(1);
}
