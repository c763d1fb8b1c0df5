import { readDemoFlags, type DemoFlags } from "./demo-flags.ts";
import { DemoStack, type DemoAddresses } from "./demo-stack.ts";
import { openBrowser } from "./open-browser.ts";
import { requireFreePorts } from "./require-free-ports.ts";
import { whenOrphaned } from "./when-orphaned.ts";

let stack: DemoStack | null = null;

async function main(flags: DemoFlags): Promise<void> {
  await requireFreePorts(flags.port, 4);
  stack = new DemoStack(flags);
  await announce(flags, await stack.start());
  const end = await stack.ended;
  if (end !== null) throw new Error(end);
}

async function announce(flags: DemoFlags, { store, admin, inbox, app, shop }: DemoAddresses): Promise<void> {
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ ready: true, store, admin, inbox, app, shop })}\n`);
    return;
  }
  const opened = flags.open && (await openBrowser(`${store}/_dev`));
  process.stdout.write([
    "",
    "  Ready.",
    "",
    `  Storefront   ${store}`,
    `  Admin        ${admin}`,
    `  Inbox        ${inbox}`,
    `  Overview     ${store}/_dev${opened ? "   (opened in your browser)" : ""}`,
    "",
    "  Sign in on the storefront as ola@example.com, petr@example.com or emma@example.com, leave a cart behind,",
    "  and move the clock in the inbox. Ctrl-C stops everything; your data stay in " + flags.dataFolder,
    "",
    "",
  ].join("\n"));
}

let stopping = false;
function stopAndExit(code: number): void {
  if (stopping) return;
  stopping = true;
  void (stack?.stop() ?? Promise.resolve()).then(() => process.exit(code));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopAndExit(0));
whenOrphaned(() => stopAndExit(0));

try {
  await main(readDemoFlags(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd()));
} catch (error) {
  if (!stopping) process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  stopAndExit(1);
}
