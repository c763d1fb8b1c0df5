import { setImmediate } from "node:timers/promises";
import { sql, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { IdleClock } from "~/adapters/db/generated/tables";
import type { AppContext } from "~/app-context";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { enterRuns, type EntryRequest } from "~/services/runs/enter-runs.server";
import { saveRefusals } from "~/services/runs/save-refusals.server";
import type { WriteDeps } from "~/services/write-deps";
import { activeScenarios } from "./active-scenarios.server";
import { DueShops, firstDueAt } from "~/runtime/due-shops.server";
import type { Work } from "~/runtime/work";

const BATCH = 500;

type ClockRow = Selectable<IdleClock>;

/** Lets in those whose idle time is over (R14, R15). */
export function idleClocksWork({ db, clock, newId, log, wake }: Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake">): Work {
  const dueShops = new DueShops("IdleClock");
  return {
    name: "idle-clocks",
    async runDue() {
      const now = clock.now();
      const shopId = await dueShops.next(db, now);
      if (shopId === null) return 0;
      const done = await db.write((tx) => enterIdle(tx, { now, newId, log }, shopId), { sideBySide: true, redone: true });
      wake.wake("runs");
      await setImmediate();
      return done;
    },
    nextDueAt: () => firstDueAt(db, "IdleClock"),
  };
}

/**
 * Takes due clocks away and lets their people in, in one transaction: a crash before the commit leaves the clocks, one
 * after it finds them gone. A clock of somebody unknown is dropped without a trace.
 */
export async function enterIdle(tx: WriteStatements, deps: WriteDeps, shopId: number): Promise<number> {
  const { rows: due } = await sql<ClockRow>`
    with picked as materialized (
      select "shopId", "scenarioId", "entryPointId", "subjectId" from "IdleClock" where "shopId" = ${shopId} and "dueAt" <= ${deps.now} order by "dueAt" limit ${BATCH} ${tx.dialect.skipLocked}
    )
    delete from "IdleClock" where ("shopId", "scenarioId", "entryPointId", "subjectId") in (select "shopId", "scenarioId", "entryPointId", "subjectId" from picked) returning *`.execute(tx.acrossShops);
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).where("uninstalledAt", "is", null).executeTakeFirst();
  if (!shop || due.length === 0) return due.length;

  const active = new Map((await activeScenarios(tx, shopId, deps.log)).map((scenario) => [scenario.id, scenario]));
  const requests: EntryRequest[] = [];
  const refused: { clock: ClockRow; reason: string }[] = [];
  for (const clock of due.sort((a, b) => a.dueAt - b.dueAt)) {
    const scenario = active.get(clock.scenarioId);
    if (!scenario) refused.push({ clock, reason: "scenario-not-active" });
    else if (!scenario.compiled.entryPoints.some(({ id }) => id === clock.entryPointId)) refused.push({ clock, reason: "entry-point-deleted" });
    else requests.push({ scenario, entryPointId: clock.entryPointId, customerId: clock.subjectId, factKey: clock.factKey, context: JSON.parse(clock.context) as TriggerContext });
  }
  await enterRuns(tx, deps, shop, requests);
  await saveRefusals(tx, deps, shopId, refused.map(({ clock: { scenarioId, entryPointId, subjectId, factKey }, reason }) => ({ scenarioId, entryPointId, customerId: subjectId, factKey, reason })));
  return due.length;
}
