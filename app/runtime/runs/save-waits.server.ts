import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { advance } from "~/domain/engine/advance";
import { writeAwaited } from "~/domain/engine/awaited";
import type { CompiledScenario } from "~/domain/scenario/compile";
import { isTouched } from "~/domain/segment/needs-of";
import { chunksOf } from "~/services/chunks-of";
import { endWaits, waitingFor, wakeThatWait } from "~/services/runs/note-happened.server";
import { runsOfPiece } from "~/services/runs/runs-of-piece.server";
import type { WriteDeps } from "~/services/write-deps";
import type { Turn } from "./advance-batch.server";
import { BatchFacts } from "./load-facts.server";
import { readActivitiesSince } from "./read-activities.server";

/**
 * What the saved runs wait for from now on (R31), in the transaction that saves them: rows of steps they left go, new ones
 * come. What happened between somebody's coming to the step and this moment is looked up here, so that nothing falls between the
 * row and the facts that the step saw. Call it after the changes of customers are saved.
 */
export async function saveWaits(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, saved: readonly Turn[]): Promise<void> {
  const left = saved.filter(({ row, visits, scenario }) => visits.length > 0 && mayHaveAwaited(scenario, row.stepId)).map(({ row }) => row.id);
  if (left.length > 0) await tx.forShop(shop.id).deleteFrom("Wait").where("runId", "in", left).execute();

  const fresh = await insertWaits(tx, shop.id, await stillInside(tx, shop.id, saved));
  const activities = fresh.filter(({ awaits }) => awaits?.what === "activity");
  if (activities.length > 0) await endByActivities(tx, deps, shop.id, activities);
  const others = fresh.filter(({ awaits }) => awaits?.what !== "activity");
  if (others.length > 0) await lookOnceMore(tx, deps, shop, others);
}

/** A step that is gone may have been one. */
function mayHaveAwaited({ steps }: CompiledScenario, stepId: string | null): boolean {
  if (stepId === null) return false;
  const step = steps.get(stepId);
  return step === undefined || step.type.awaits === true;
}

/** What a turn changes of a customer may end runs of the same turn (R8): these wait for nothing. */
async function stillInside(tx: WriteStatements, shopId: number, saved: readonly Turn[]): Promise<readonly Turn[]> {
  const waiting = saved.filter(({ awaits }) => awaits !== null);
  if (waiting.length === 0 || saved.every(({ changes }) => changes.length === 0)) return waiting;
  const { rows } = await sql<{ id: string }>`
    with ${runsOfPiece(tx, shopId, waiting.map(({ row }) => row.id))}
    select r."id" as "id" from piece ${tx.dialect.lookUp("join", "Run", "r", sql`r."shopId" = piece."shopId" and r."id" = piece."id"`)} where r."status" = 'active'`.execute(tx.acrossShops);
  const inside = new Set(rows.map(({ id }) => id));
  return waiting.filter(({ row }) => inside.has(row.id));
}

/** Answers whose rows are new, or wait for something else than they did; a row that stands already keeps what it knows. */
async function insertWaits(tx: WriteStatements, shopId: number, saved: readonly Turn[]): Promise<Turn[]> {
  const waiting = saved.flatMap((turn) => (turn.awaits && turn.run.status === "active" ? [{ turn, awaits: turn.awaits }] : []));
  const fresh = new Set<string>();
  for (const piece of chunksOf(waiting, 500)) {
    const rows = await tx.forShop(shopId).insertInto("Wait")
      .values(piece.map(({ turn: { row, run }, awaits }) => ({
        shopId, runId: row.id, seq: run.seq, customerId: row.customerId, kind: awaits.what, awaits: writeAwaited(awaits), since: run.enteredStepAt, happenedAt: null,
      })))
      .onConflict((conflict) => conflict.columns(["shopId", "runId"])
        .doUpdateSet((of) => ({ seq: of.ref("excluded.seq"), kind: of.ref("excluded.kind"), awaits: of.ref("excluded.awaits"), since: of.ref("excluded.since"), happenedAt: null }))
        .where((of) => of.or([of("Wait.seq", "!=", of.ref("excluded.seq")), of("Wait.awaits", "!=", of.ref("excluded.awaits"))])))
      .returning("runId").execute();
    for (const { runId } of rows) fresh.add(runId);
  }
  return waiting.flatMap(({ turn }) => (fresh.has(turn.row.id) ? [turn] : []));
}

async function endByActivities(tx: WriteStatements, { now }: WriteDeps, shopId: number, turns: readonly Turn[]): Promise<void> {
  const ids = new Set(turns.map(({ row }) => row.id));
  const people = [...new Set(turns.map(({ row }) => row.customerId))];
  const types = [...new Set(turns.flatMap(({ awaits }) => (awaits?.what === "activity" ? awaits.type : [])))];
  const since = Math.min(...turns.map(({ run }) => run.enteredStepAt));
  const activities = await readActivitiesSince(tx, shopId, { customerIds: people, types, since });
  if (activities.length === 0) return;
  const waiting = await waitingFor(tx, people.map((customerId) => ({ shopId, customerId })));
  await endWaits(tx, shopId, waiting.filter(({ runId }) => ids.has(runId)), activities, now);
}

/** By facts as they are in this transaction. Whoever would go on is looked at again at once. */
async function lookOnceMore(tx: WriteStatements, { now }: WriteDeps, shop: { id: number; timeZone: string }, turns: readonly Turn[]): Promise<void> {
  await holdMessagesOf(tx, shop.id, turns);
  const facts = new BatchFacts(tx, shop, turns.map(({ row }) => row), now);
  await facts.load(new Set(turns.flatMap(({ scenario, run }) => scenario.steps.get(run.stepId ?? "")?.needs ?? [])));
  const over = turns.filter(({ scenario, run, row }) => advance(scenario, run, facts.of(row), now).visits.length > 0);
  await wakeThatWait(tx, shop.id, over.map(({ row }) => row.id), now);
}

/**
 * Messages on their way to those who wait for one to be sent: what becomes of them is saved before this look, or after this transaction and then finds
 * that somebody waits. Where only those who finish on an older version ask, outcomes are saved beside other writers, who warn nobody.
 */
async function holdMessagesOf(tx: WriteStatements, shopId: number, turns: readonly Turn[]): Promise<void> {
  const people = [...new Set(turns.filter(({ scenario, run }) => scenario.steps.get(run.stepId ?? "")?.needs.some((need) => isTouched(need, "sent"))).map(({ row }) => row.customerId))];
  for (const piece of chunksOf(people, 500)) {
    await tx.forShop(shopId).selectFrom("Message").select("id").where("customerId", "in", piece).where("status", "in", ["queued", "handing-over"]).orderBy("id").modifyEnd(tx.dialect.lockedShared).execute();
  }
}
