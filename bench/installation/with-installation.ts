import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { setTimeout as rest } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Instant } from "../../app/domain/instant.ts";
import { setup } from "../../scripts/setup.mjs";
import { Fleet } from "./fleet.ts";
import { startMailProvider, type Delivered } from "./mail-provider.ts";
import { startMovedClock, type MovedClock } from "./moved-clock.ts";
import { prepareInstallation, type Installation, type Mode } from "./prepare-installation.ts";

export interface RunningInstallation extends Pick<Installation, "db" | "webPort"> {
  clock: MovedClock;
  /** Starts the processes; call it once the data are there. */
  start(): Promise<void>;
  peakMemoryMb(): number;
}

const GLANCE_MS = 100;
/** Real time in which anything that a bench waits for has to happen. */
const PATIENCE_MS = 15 * 60_000;

/** Gives the work an installation of the built processes beside a provider that takes everything at once, and takes it down afterwards. */
export async function withInstallation<T>(mode: Mode, begin: Instant, took: (mail: Delivered) => void, work: (installation: RunningInstallation) => Promise<T>): Promise<T> {
  await setup({ apt: mode === "distributed" ? ["redis-server"] : [] });
  const cache = fileURLToPath(new URL("../../.cache/bench/", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}${mode}-`);
  const clock = await startMovedClock(begin);
  const provider = await startMailProvider(() => 1, took);
  const installation = await prepareInstallation(mode, folder, { clockPort: clock.port, providerUrl: provider.url, callsPerSecond: 1_000 });
  const fleet = new Fleet(createWriteStream(`${folder}/processes.log`));
  try {
    return await work({
      db: installation.db, webPort: installation.webPort, clock,
      start: async () => void (await Promise.all(installation.members.map((member) => fleet.start(member)))),
      peakMemoryMb: () => fleet.peakMemory() / 2 ** 20,
    });
  } finally {
    await fleet.stop();
    await installation.close();
    provider.close();
    await clock.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks until it is so, with real rests of `glanceMs`; answers how many real seconds that took. Throws when it does not come. */
export async function until(what: string, holds: () => Promise<boolean>, glanceMs = GLANCE_MS): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`waited in vain for this: ${what}`);
    await rest(glanceMs);
  }
  return (performance.now() - began) / 1_000;
}
