import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { afterAll } from "vitest";
import type { Channel } from "~/domain/message/channel";
import { SECRET, type Provider } from "../../factories/message-world";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Inside the project, so that the program finds its packages; each test file builds its own. */
const outDir = join(root, ".cache/tests/killed-sender", String(process.pid));

/** Builds the program that sends what is due and can be killed. */
export async function buildSender(): Promise<void> {
  await build({
    configFile: false, logLevel: "error", root, plugins: [tsconfigPaths()],
    ssr: { noExternal: true, external: ["better-sqlite3", "twilio", "web-push"] },
    build: { ssr: join(root, "tests/integration/killed-sender/send-process.ts"), outDir, target: "node22" },
  });
}

/** A folder for databases that goes with the test. */
export function folderOfSender() {
  const folder = mkdtempSync(join(tmpdir(), "scenarios-sender-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(outDir, { recursive: true, force: true });
  });
  return { file: (name: string) => join(folder, `${name}.db`) };
}

/** Starts it on a database at the instant `now`; it is killed before its statement number `killAt`, never where that is left out. */
export function startSender(file: string, provider: Pick<Provider, "baseUrl" | "twilioUrl">, { now, killAt = 0, channel = "email" }: { now: number; killAt?: number; channel?: Channel }): ChildProcess {
  return spawn(process.execPath, [join(outDir, "send-process.js"), file, String(now), provider.baseUrl, SECRET, String(killAt), channel, provider.twilioUrl], {
    stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, NODE_COMPILE_CACHE: join(outDir, "compiled") },
  });
}

/** Whether it was killed; throws where it ended by a fault of its own. */
export async function ended(child: ChildProcess): Promise<boolean> {
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (signal !== "SIGKILL" && code !== 0) throw new Error(`the process ended with ${String(code)}`);
  return signal === "SIGKILL";
}
