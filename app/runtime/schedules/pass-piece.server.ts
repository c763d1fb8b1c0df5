import { sql, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { EntrySchedule } from "~/adapters/db/generated/tables";
import { DAY, type Instant } from "~/domain/instant";
import type { CompiledEntryPoint } from "~/domain/scenario/compile";
import { nextOccurrence } from "~/domain/schedule/next-occurrence";
import type { ScheduleRule } from "~/domain/schedule/schedule-rule";
import { activeScenarios, type ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { decisionsAbout } from "~/services/runs/decisions-about.server";
import { enterRuns } from "~/services/runs/enter-runs.server";
import { noteOccurrence, type OccurrenceEnd } from "~/services/scenarios/note-occurrence.server";
import type { WriteDeps } from "~/services/write-deps";
import type { Audience } from "./audience";

/** So many enter in one transaction, which then holds SQLite's one writer for less than 50 ms. */
const PIECE = 500;
/** R10: an occurrence that is older lets nobody in any more. */
const LIVE_MS = DAY;

type ScheduleRow = Selectable<EntrySchedule>;
interface ShopClock {
  id: number;
  timeZone: string;
  currency: string;
}

/**
 * One piece of one schedule of the shop that is due, in one transaction: those of a page enter and the cursor moves on together,
 * so a crash at any statement loses and doubles nobody; the fact's key, unique in the scenario, holds besides. Who enters does so by the version that is newest at that moment.
 * Of several occurrences that were missed the last one is made up, where it is less than 24 hours old; the others are noted as skipped. Answers how much was done, 0 where
 * another worker holds what is due.
 */
export async function passPiece(tx: WriteStatements, deps: WriteDeps, shopId: number, audiences: ReadonlyMap<string, Audience>): Promise<number> {
  const shop = await tx.acrossShops.selectFrom("Shop").select(["id", "timeZone", "currency"]).where("id", "=", shopId).where("uninstalledAt", "is", null).executeTakeFirst();
  // Scenarios are locked before schedules, as whoever saves a scenario does.
  const active = shop ? await activeScenarios(tx, shopId, deps.log) : [];
  const { rows: [row] } = await sql<ScheduleRow>`
    select * from "EntrySchedule" where "shopId" = ${shopId} and "dueAt" <= ${deps.now} and ("restUntil" is null or "restUntil" <= ${deps.now}) order by "dueAt", "scenarioId", "entryPointId" limit 1 ${tx.dialect.skipLocked}`.execute(tx.acrossShops);
  if (!row || row.dueAt === null) return 0;
  const scenario = active.find(({ id }) => id === row.scenarioId);
  const point = scenario?.compiled.entryPoints.find(({ id, type }) => id === row.entryPointId && type.type === row.kind);
  const rule = point?.type.schedule?.(point.config);
  const audience = audiences.get(row.kind);
  if (!shop || !scenario || !point || !rule || !audience) {
    await noteOccurrence(tx, deps, row, { outcome: row.beganAt === null ? "skipped" : "broken-off", reason: scenario ? "entry-point-deleted" : "scenario-not-active" });
    await ofSchedule(tx.forShop(shopId).deleteFrom("EntrySchedule"), row).execute();
    return 1;
  }
  if (row.beganAt !== null && deps.now - row.dueAt >= LIVE_MS) return finish(tx, deps, shop, row, rule, { outcome: "broken-off", reason: "too-late" });
  const occurrence = row.beganAt === null ? await skipMissed(tx, deps, shop, row, rule) : row.dueAt;
  if (occurrence === null) return 1;
  return letIn(tx, deps, shop, { ...row, dueAt: occurrence, beganAt: row.beganAt ?? deps.now }, { scenario, point, rule, audience });
}

interface Pass {
  scenario: ActiveScenario;
  point: CompiledEntryPoint;
  rule: ScheduleRule;
  audience: Audience;
}

async function letIn(tx: WriteStatements, deps: WriteDeps, shop: ShopClock, row: ScheduleRow & { dueAt: Instant }, { scenario, point, rule, audience }: Pass): Promise<number> {
  const page = await audience(tx, {
    shop, scenarioId: scenario.id, entryPointId: point.id, config: point.config, occurrence: row.dueAt, after: row.cursor, limit: PIECE, now: deps.now,
  });
  await enterRuns(tx, deps, shop, page.entries.map((entry) => ({ ...entry, scenario, entryPointId: point.id })));
  if (page.afterEntry) {
    // Those by which somebody is inside now; the others were refused.
    const decided = await decisionsAbout(tx, shop.id, page.entries.map(({ factKey }) => ({ scenarioId: scenario.id, factKey })));
    await page.afterEntry(new Set(decided.flatMap(({ factKey, outcome }) => (outcome === "refused" ? [] : [factKey]))));
  }
  const taken = row.taken + page.entries.length;
  if (page.next === null) await finish(tx, deps, shop, { ...row, taken }, rule, { outcome: "done", reason: null });
  else await ofSchedule(tx.forShop(shop.id).updateTable("EntrySchedule"), row).set({ dueAt: row.dueAt, beganAt: row.beganAt, cursor: page.next, taken, restUntil: page.restUntil ?? null }).execute();
  return Math.max(1, page.entries.length);
}

/** The occurrence to be worked now, or null where none is: what was missed before it, while no process was there, is noted once. */
async function skipMissed(tx: WriteStatements, deps: WriteDeps, shop: ShopClock, row: ScheduleRow, rule: ScheduleRule): Promise<Instant | null> {
  let due = row.dueAt;
  if (due !== null && deps.now - due >= LIVE_MS) due = nextOccurrence(rule, deps.now - LIVE_MS, shop.timeZone, row.since);
  while (due !== null && due <= deps.now) {
    const later = nextOccurrence(rule, due, shop.timeZone, row.since);
    if (later === null || later > deps.now) break;
    due = later;
  }
  if (due === row.dueAt) return due;
  const made = due !== null && due <= deps.now;
  await noteOccurrence(tx, deps, row, { outcome: "skipped", reason: made ? "made-up-by-later" : "too-late" });
  if (made) return due;
  await ofSchedule(tx.forShop(shop.id).updateTable("EntrySchedule"), row).set({ dueAt: due }).execute();
  return null;
}

async function finish(tx: WriteStatements, deps: WriteDeps, shop: ShopClock, row: ScheduleRow, rule: ScheduleRule, end: OccurrenceEnd): Promise<number> {
  await noteOccurrence(tx, deps, row, end);
  const dueAt = row.dueAt === null ? null : nextOccurrence(rule, row.dueAt, shop.timeZone, row.since);
  await ofSchedule(tx.forShop(shop.id).updateTable("EntrySchedule"), row).set({ dueAt, cursor: null, beganAt: null, taken: 0, restUntil: null }).execute();
  return 1;
}

/** Narrows a statement down to one schedule. */
function ofSchedule<Q extends { where(column: "scenarioId" | "entryPointId", operator: "=", value: string): Q }>(query: Q, { scenarioId, entryPointId }: ScheduleRow): Q {
  return query.where("scenarioId", "=", scenarioId).where("entryPointId", "=", entryPointId);
}
