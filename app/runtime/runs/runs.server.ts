import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { AppContext } from "~/app-context";
import { pinOf } from "~/domain/scenario/pin";
import { readSettling } from "~/domain/scenario/settling";
import { endRuns } from "~/services/runs/end-runs.server";
import type { WriteDeps } from "~/services/write-deps";
import { advanceBatch, type Turn } from "./advance-batch.server";
import { claimRuns, endForeignLeases, MOST_RECOVERIES, recoverRuns, type Claim, type RunRow } from "./claim-runs.server";
import { compiledVersions } from "./compiled-versions.server";
import { DueShops, firstDueAt } from "~/runtime/due-shops.server";
import { BatchFacts } from "./load-facts.server";
import { saveTurns } from "./save-turns.server";
import { wakeSenders, type Work } from "~/runtime/work";

/** Every so many batches those that were left behind come first, or a busy shop would never get to them. */
const RECOVER_EVERY = 8;

/** Hardly felt on the way of a message, and more than a commit costs; while there is much to do, what falls due gathers meanwhile by itself. */
const GATHER_MS = 15;

type RunsContext = Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake">;

/**
 * Takes due runs on: find a shop, claim a batch, load its facts, advance, save. `soleOwner`: no other process takes runs
 * of this database on, so what is under a lease at the start is taken over at once.
 */
export function runsWork(context: RunsContext, options: { soleOwner: boolean }): Work {
  const { db, clock } = context;
  const dueShops = new DueShops("Run");
  let foreignLeases = options.soleOwner;
  let batches = 0;

  return {
    name: "runs",
    gatherMs: GATHER_MS,
    async runDue() {
      const now = clock.now();
      if (foreignLeases) {
        await db.write((tx) => endForeignLeases(tx, now));
        foreignLeases = false;
      }
      const shopId = await dueShops.next(db, now, sql<boolean>`(due."leaseUntil" is null or due."leaseUntil" < ${clock.real()})`);
      if (shopId === null) return 0;
      batches += 1;
      const done = await runTurn(context, shopId, batches % RECOVER_EVERY === 0);
      // Statements answer without leaving this tick: requests get their turn here.
      await setImmediate();
      return done;
    },
    nextDueAt: () => firstDueAt(db, "Run"),
  };
}

/** Runs and what they ask for are guarded row by row; what customers have and wait for is read and then decided about. */
const holdsSideBySide = ({ changes, awaits }: Turn): boolean => changes.length === 0 && awaits === null;

/** One batch of one shop. Answers how many runs were claimed. */
async function runTurn({ db, clock, newId, log, wake }: RunsContext, shopId: number, recoverFirst: boolean): Promise<number> {
  const now = clock.now();
  const deps: WriteDeps = { now, newId, log };
  const claim: Claim = { shopId, owner: newId(), now, real: clock.real() };
  const claimed = await db.write(async (tx) => {
    const [first, second] = recoverFirst ? [recoverRuns, claimRuns] : [claimRuns, recoverRuns];
    const runs = await first(tx, claim);
    return runs.length > 0 ? runs : second(tx, claim);
  }, { sideBySide: true, redone: true });
  if (claimed.length === 0) return 0;

  const shop = await db.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  const scenarios = await db.forShop(shopId).selectFrom("Scenario").select(["id", "versionId", "stoppedAt", "settling"])
    .select((of) => of("status", "=", "active").as("active")).where("id", "in", [...new Set(claimed.map(({ scenarioId }) => scenarioId))]).execute();
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const setAside = claimed.filter(({ recovered }) => recovered >= MOST_RECOVERIES);
  const resting = claimed.filter((row) => !setAside.includes(row) && !byId.get(row.scenarioId)?.active);
  const pins = new Map(scenarios.map(({ id, settling }) => [id, readSettling(settling).pin]));
  const moving = claimed.filter((row) => !setAside.includes(row) && byId.get(row.scenarioId)?.active)
    .map((row): RunRow => ({ ...row, pinnedVersionId: pinOf(row, pins.get(row.scenarioId), byId.get(row.scenarioId)?.versionId ?? row.versionId) }));

  const versionOf = (row: RunRow) => row.pinnedVersionId ?? byId.get(row.scenarioId)?.versionId ?? row.versionId;
  const versions = await compiledVersions(db, shopId, moving.map(versionOf), log);
  const started = moving.flatMap((row) => {
    const scenario = versions.get(versionOf(row));
    return scenario ? [{ row, scenario }] : [];
  });
  const turns = await advanceBatch(started, new BatchFacts(db, shop, moving, now), now, log);

  const queued = await db.write(async (tx) => {
    if (setAside.length > 0) {
      log.error({ shopId, runIds: setAside.map(({ id }) => id) }, "these runs were left behind again and again and are set aside");
      await endRuns(tx, deps, shop, setAside.map(({ id }) => id), "set-aside");
    }
    // Their scenario was stopped while they were due: their clocks rest from that moment.
    for (const scenarioId of new Set(resting.map((row) => row.scenarioId))) {
      await tx.forShop(shopId).updateTable("Run").set({ heldAt: byId.get(scenarioId)?.stoppedAt ?? now, dueAt: null, leaseOwner: null, leaseUntil: null })
        .where("leaseOwner", "=", claim.owner).where("id", "in", resting.filter((row) => row.scenarioId === scenarioId).map(({ id }) => id)).execute();
    }
    return saveTurns(tx, deps, shop, claim.owner, turns);
  }, { redone: true, ...(turns.every(holdsSideBySide) ? { sideBySide: true } : {}) });
  if (queued.messages > 0) wakeSenders(wake);
  if (queued.errands > 0) wake.wake("errands");
  if (turns.some(({ changes }) => changes.length > 0)) wake.wake("shopify-writes");
  return claimed.length;
}
