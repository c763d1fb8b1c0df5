import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as rest } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Milliseconds } from "../../app/domain/instant.ts";
import type { SeededRandom } from "../../dev-store/state/seeded-random.ts";
import { EDITS } from "./edits.ts";

export interface EditorOptions {
  databaseUrl: string;
  clockPort: number;
  shopId: number;
  random: SeededRandom;
  /** How much of the story is over, 0 to 1. */
  progress(): number;
  /** Whether anybody is about to enter, whom a stopped scenario would refuse. */
  someEnter(): Promise<boolean>;
  say(line: string): void;
}

const PROGRAM = fileURLToPath(new URL("./edit-process.ts", import.meta.url));
/** Ends of the process that say it can be tried again: the database was away. */
const MOST_TRIES = 30;
/** Real time in which an edit comes far enough to be killed in its middle: the process has to start first. */
const [SHORTEST_LIFE, LONGEST_LIFE]: readonly [Milliseconds, Milliseconds] = [800, 3_500];

/** Makes all edits as the story goes on, each in a process of its own; every other one is killed somewhere and made again. Throws where the app refuses one. */
export async function editLive({ databaseUrl, clockPort, shopId, random, progress, someEnter, say }: EditorOptions): Promise<void> {
  const make = async (name: string, killAfter: Milliseconds | null): Promise<number | null> => {
    const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, databaseUrl, String(clockPort), String(shopId), name], { stdio: ["ignore", "ignore", "inherit"] });
    const late = killAfter === null ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    const [code] = (await once(child, "exit")) as [number | null];
    clearTimeout(late);
    return code;
  };

  for (const [index, { name, after, do: what }] of EDITS.entries()) {
    while (progress() < after || (what === "stop" && (await someEnter()))) await rest(100);
    if (index % 2 === 1) await make(name, random.int(SHORTEST_LIFE, LONGEST_LIFE));
    for (let tries = 1; ; tries += 1) {
      const code = await make(name, null);
      if (code === 0) break;
      if (code === 3 || tries === MOST_TRIES) throw new Error(`the edit "${name}" was not made`);
      await rest(500);
    }
    say(`edited: ${name}`);
  }
}
