import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import SQLite from "better-sqlite3";
import { build } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { HOUR, type Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { expectCountsAgree, openEngineWorld, cartSeries, delayNode } from "../../factories/engine-world";
import { doAllThatIsDue } from "./do-all-that-is-due";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Inside the project, so that the program finds its packages. */
const folderOfProgram = join(root, ".cache/tests/crash-pass");
const folder = mkdtempSync(join(tmpdir(), "scenarios-pass-"));
const base = join(folder, "base.db");
const PARALLEL = 4;
/** More than one page. */
const CUSTOMERS = 230;
let now: Instant;
let shopId: number;

/** Everybody in the segment by the hour; the three who fall into the other one by the regular pass. */
const scheduled: ScenarioDefinition = { ...cartSeries({ whileInside: "new-instance" }), entryPoints: [{ id: "daily", type: "scheduled", version: 1, config: { segmentId: "vip", rule: { every: "day", time: "13:00" } } }], firstStepId: "wait", steps: [delayNode("wait", null)] };
const watching: ScenarioDefinition = { ...scheduled, entryPoints: [{ id: "segment", type: "segment-entered", version: 1, config: { segmentId: "few", when: "entered" } }] };

beforeAll(async () => {
  await build({
    configFile: false, logLevel: "error", root, plugins: [tsconfigPaths()],
    // One file, so that a process starts in no time: there is one for every statement.
    ssr: { noExternal: true, external: ["better-sqlite3"] },
    build: { ssr: join(root, "tests/integration/crash/turn-process.ts"), outDir: folderOfProgram, target: "node22" },
  });
  const world = await openEngineWorld();
  shopId = world.shop.id;
  await world.addTagSegment("vip", "vip");
  await world.addTagSegment("few", "few");
  const ids = Array.from({ length: CUSTOMERS }, (_, index) => `c${String(index).padStart(3, "0")}`);
  for (const id of ids) await world.addCustomer(id);
  await world.activate(scheduled);
  await world.activate(watching);
  await world.settle();
  await world.db.write(async (tx) => {
    await tx.forShop(shopId).insertInto("CustomerTag").values([...ids.map((customerId) => ({ customerId, tag: "vip" })), ...ids.slice(0, 3).map((customerId) => ({ customerId, tag: "few" }))].map((tag) => ({ shopId, ...tag, addedAt: world.clock.now(), source: "shopify" }))).execute();
  });
  now = world.clock.now() + HOUR;
  const copying = new SQLite(world.file);
  copying.exec(`vacuum into '${base}'`);
  copying.close();
  await world.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a stop by SIGKILL before statement `killAt`, and a fresh start after it, leave behind. */
async function killAndFinish(killAt: number) {
  const file = join(folder, `${killAt}.db`);
  copyFileSync(base, file);
  const child = spawn(process.execPath, [join(folderOfProgram, "turn-process.js"), file, String(now), join(folder, "provider"), String(killAt)], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") } });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (signal !== "SIGKILL" && code !== 0) throw new Error(`the process ended with ${String(code)}, to be killed at statement ${killAt}`);
  const db = openSqliteDatabase(`file:${file}`);
  await doAllThatIsDue(db, now, join(folder, "provider"));
  const shop = db.forShop(shopId);
  const left = {
    runs: await shop.selectFrom("Run").select(["customerId", "factKey", "status", "stepId", "leaseOwner"]).orderBy("factKey").execute(),
    decisions: await shop.selectFrom("EntryDecision").select(["customerId", "factKey", "outcome"]).orderBy("factKey").execute(),
    schedules: await shop.selectFrom("EntrySchedule").select(["dueAt", "cursor", "beganAt", "taken"]).execute(),
    occurrences: await shop.selectFrom("EntryOccurrence").select(["dueAt", "outcome", "taken"]).execute(),
    watches: await shop.selectFrom("SegmentWatch").select(["segmentId", "cursor", "filledAt"]).execute(),
    members: await shop.selectFrom("SegmentMember").select(["segmentId", "customerId"]).orderBy("customerId").execute(),
  };
  await expectCountsAgree(db, shopId);
  await db.close();
  for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
  return { killed: signal === "SIGKILL", left };
}

describe("a pass that is killed", () => {
  it("R11 R20 goes on where it stood, at whatever statement SIGKILL comes: each customer in once, the occurrence noted once", { timeout: 300_000 }, async () => {
    const whole = await killAndFinish(0);
    expect(whole.killed).toBe(false);
    expect(whole.left.occurrences).toEqual([{ dueAt: now, outcome: "done", taken: CUSTOMERS }]);
    expect(whole.left.runs).toHaveLength(CUSTOMERS + 3);
    expect(whole.left.members).toHaveLength(3);
    let next = 1;
    let ended = 0;
    // Every statement of the passes; of the turns that follow every seventh, which another test kills one by one.
    const worker = async (): Promise<void> => {
      for (let killAt = next; ended === 0; killAt = next) {
        next += killAt < 80 ? 1 : 7;
        const { killed, left } = await killAndFinish(killAt);
        if (!killed) ended = killAt;
        expect(left, `killed at statement ${killAt}`).toEqual(whole.left);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    expect(ended).toBeGreaterThan(80);
  });
});
