import type { Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { EntrySchedule } from "~/adapters/db/generated/tables";
import type { CompiledEntryPoint } from "~/domain/scenario/compile";
import { nextOccurrence } from "~/domain/schedule/next-occurrence";
import { compiledVersions } from "~/runtime/runs/compiled-versions.server";
import type { WriteDeps } from "~/services/write-deps";
import { noteOccurrence } from "./note-occurrence.server";

type ScheduleRow = Selectable<EntrySchedule>;

/**
 * Keeps in step with scenarios when their entry points come round next (R11, R12, R18), in the transaction that activated, saved
 * or stopped them, or moved the shop's clock. What stays the same keeps its time, also one that is due and was not worked yet. A pass under way goes on
 * by the new version; where its entry point or scenario is gone, it is broken off. The caller wakes "schedules" after the commit.
 */
export async function keepSchedules(tx: WriteStatements, deps: WriteDeps, shopId: number, scenarioIds: readonly string[]): Promise<void> {
  if (scenarioIds.length === 0) return;
  const shop = tx.forShop(shopId);
  const scenarios = await shop.selectFrom("Scenario").select(["id", "status", "versionId"]).where("id", "in", scenarioIds).execute();
  const rows = await shop.selectFrom("EntrySchedule").selectAll().where("scenarioId", "in", scenarioIds).execute();
  const { timeZone } = await tx.acrossShops.selectFrom("Shop").select("timeZone").where("id", "=", shopId).executeTakeFirstOrThrow();
  const active = scenarios.filter(({ status }) => status === "active");
  const versions = await compiledVersions(tx, shopId, active.flatMap(({ versionId }) => versionId ?? []), deps.log);
  for (const { id, status, versionId } of scenarios) {
    const points = status === "active" ? versions.get(versionId ?? "")?.entryPoints ?? [] : [];
    const known = rows.filter(({ scenarioId }) => scenarioId === id);
    for (const row of known) {
      if (points.some((point) => point.id === row.entryPointId && point.type.type === row.kind && point.type.schedule?.(point.config))) continue;
      await giveUp(tx, deps, row, status === "active" ? "entry-point-deleted" : "scenario-not-active");
    }
    for (const point of points) await keep(tx, deps, { shopId, scenarioId: id, timeZone }, point, known.find(({ entryPointId, kind }) => entryPointId === point.id && kind === point.type.type));
  }
}

/** The same for all scenarios of a shop whose clock may have changed. */
export async function keepSchedulesOfShop(tx: WriteStatements, deps: WriteDeps, shopId: number): Promise<void> {
  const rows = await tx.forShop(shopId).selectFrom("EntrySchedule").select("scenarioId").distinct().execute();
  await keepSchedules(tx, deps, shopId, rows.map(({ scenarioId }) => scenarioId));
}

async function keep(tx: WriteStatements, deps: WriteDeps, { timeZone, ...of }: { shopId: number; scenarioId: string; timeZone: string }, point: CompiledEntryPoint, row: ScheduleRow | undefined): Promise<void> {
  const rule = point.type.schedule?.(point.config);
  if (!rule) return;
  const text = JSON.stringify(rule);
  const shop = tx.forShop(of.shopId);
  if (!row) {
    const since = deps.now;
    await shop.insertInto("EntrySchedule").values({ ...of, entryPointId: point.id, kind: point.type.type, rule: text, timeZone, since, dueAt: nextOccurrence(rule, deps.now, timeZone, since), cursor: null, beganAt: null, taken: 0, restUntil: null }).execute();
    return;
  }
  if (row.rule === text && row.timeZone === timeZone) return;
  const since = row.rule === text ? row.since : deps.now;
  const underWay = row.beganAt !== null;
  if (!underWay && row.dueAt !== null && row.dueAt <= deps.now) await noteOccurrence(tx, deps, row, { outcome: "skipped", reason: "schedule-changed" });
  await shop.updateTable("EntrySchedule")
    .set({ rule: text, timeZone, since, ...(underWay ? {} : { dueAt: nextOccurrence(rule, deps.now, timeZone, since) }) })
    .where("scenarioId", "=", of.scenarioId).where("entryPointId", "=", point.id).execute();
}

async function giveUp(tx: WriteStatements, deps: WriteDeps, row: ScheduleRow, reason: string): Promise<void> {
  if (row.beganAt !== null) await noteOccurrence(tx, deps, row, { outcome: "broken-off", reason });
  else if (row.dueAt !== null && row.dueAt <= deps.now) await noteOccurrence(tx, deps, row, { outcome: "skipped", reason });
  await tx.forShop(row.shopId).deleteFrom("EntrySchedule").where("scenarioId", "=", row.scenarioId).where("entryPointId", "=", row.entryPointId).execute();
}
