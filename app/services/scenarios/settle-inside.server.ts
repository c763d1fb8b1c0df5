import { setImmediate, setTimeout as rest } from "node:timers/promises";
import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import { readSettling, writeSettling, type Settling } from "~/domain/scenario/settling";
import { holdRuns } from "~/runtime/runs/hold-runs.server";
import { removeOverdue, skipOverdue } from "~/runtime/runs/overdue-runs.server";
import { releaseRuns } from "~/runtime/runs/release-runs.server";
import { removeRuns } from "~/runtime/runs/remove-runs.server";
import { spreadRuns } from "~/runtime/runs/spread-runs.server";
import { bringUp } from "~/services/runs/bring-up.server";
import { lookAgain } from "~/services/runs/look-again.server";
import { pinRuns } from "~/services/runs/pin-runs.server";
import { rescheduleRuns } from "~/services/runs/reschedule-runs.server";
import type { WriteDeps } from "~/services/write-deps";

/** Real time until it is looked whether another one is still at it. */
const ANOTHERS_PIECE_MS = 50;
/** So often somebody else may rely on the scenario just then, before those who would come next wait. */
const PATIENCE = 10;

/** What is owed after a piece; `anothers`: somebody else settles it; `relied-on`: somebody relies on the scenario as it is. In both nothing was done. */
export type Owed = "more" | "nothing" | "anothers" | "relied-on";

/**
 * Does what the last change of a scenario's status or version owes those inside, a piece at a time; each piece reads
 * anew what is owed, so that a change in between turns it at once. May be called again, or twice at once: one of them works, the other waits until nothing is owed.
 */
export async function settleInside(context: ServiceContext, shopId: number, scenarioId: string): Promise<void> {
  const settle = settler(context, shopId, scenarioId);
  let owed: Owed;
  do {
    owed = await settle();
    // Statements answer without leaving this tick: requests get their turn here.
    await (owed === "anothers" || owed === "relied-on" ? rest(ANOTHERS_PIECE_MS) : setImmediate());
  } while (owed !== "nothing");
  context.wake.wake("runs");
}

/** Does one piece with each call. Where others rely on the scenario again and again, it has them wait for one piece: they overlap, so that there might never be a moment without. */
export function settler({ db, clock, newId, log }: ServiceContext, shopId: number, scenarioId: string): () => Promise<Owed> {
  let inVain = 0;
  let next: Piece["next"] = "any";
  return async () => {
    const how = { alone: inVain >= PATIENCE, next };
    const piece = await db.write((tx) => settlePiece(tx, { now: clock.now(), newId, log }, shopId, scenarioId, how), { redone: true, ...(next === "reschedule" ? { sideBySide: true } : {}) });
    next = piece.next;
    inVain = piece.owed === "relied-on" ? inVain + 1 : 0;
    return piece.owed;
  };
}

interface Piece {
  owed: Owed;
  /** What the next one may do: new times are given side by side with others who write, all else as if nobody else wrote. */
  next: "reschedule" | "any";
}

async function settlePiece(tx: WriteStatements, deps: WriteDeps, shopId: number, scenarioId: string, { alone, next }: { alone: boolean; next: Piece["next"] }): Promise<Piece> {
  const own = tx.forShop(shopId);
  if (alone) await tx.dialect.aloneAt("Scenario").execute(tx.acrossShops);
  const { rows: [turn] } = await sql<{ mine: number }>`select ${tx.dialect.turnOf(`settle ${shopId} ${scenarioId}`)} as "mine"`.execute(tx.acrossShops);
  if (turn?.mine !== 1) return { owed: "anothers", next };
  // Whoever waited for the row would be refused when it is free, since what is read here would be from before.
  const scenario = await own.selectFrom("Scenario").select(["id", "status", "versionId", "settling", "stoppedAt", "activatedAt", "clocksRunOn"]).where("id", "=", scenarioId).modifyEnd(tx.dialect.skipLocked).executeTakeFirst();
  if (!scenario) {
    const isRelied = await own.selectFrom("Scenario").select("id").where("id", "=", scenarioId).where("settling", "is not", null).executeTakeFirst();
    return { owed: isRelied ? "relied-on" : "nothing", next };
  }
  if (scenario.settling === null) return { owed: "nothing", next };
  const owed = readSettling(scenario.settling);
  // Another change came between.
  if (next === "reschedule" && nextOf(owed) !== "reschedule") return { owed: "more", next: "any" };
  const left = await settled(tx, deps, shopId, scenario, owed);
  const settling = writeSettling(left);
  await own.updateTable("Scenario").set({ settling }).where("id", "=", scenarioId).execute();
  return { owed: settling === null ? "nothing" : "more", next: nextOf(left) };
}

const nextOf = ({ pin, inside, reschedule }: Settling): Piece["next"] => (reschedule && !pin && !inside ? "reschedule" : "any");

/** One piece of what is owed, in the order in which it is owed; answers what is left. */
async function settled(tx: WriteStatements, deps: WriteDeps, shopId: number, scenario: Settled, owed: Settling): Promise<Settling> {
  const left = { ...owed };
  if (owed.pin) {
    left.pin = await pinRuns(tx, shopId, scenario, owed.pin);
    // Those pinned now stand where a walk that is under way may have been.
    delete left.reached;
  } else if (owed.inside === "remove") {
    const removed = await removeRuns(tx, deps, shopId, scenario.id, scenario.status === "deleted" ? "scenario-deleted" : "stopped");
    if (removed === 0) delete left.inside;
  } else if (owed.inside) {
    return { ...left, ...(await walkOn(tx, deps, shopId, scenario, owed.inside, owed)) };
  } else if (owed.reschedule) {
    left.reschedule = await rescheduleRuns(tx, await shopOf(tx, shopId), scenario, owed.reschedule);
  } else if (owed.lookAgain) {
    left.lookAgain = (await lookAgain(tx, shopId, scenario.id, owed.lookAgain, deps.now)) ?? undefined;
  } else if (owed.bringUp) {
    left.bringUp = await bringUp(tx, shopId, scenario, owed.bringUp, deps.now);
  }
  return left;
}

const shopOf = (tx: WriteStatements, shopId: number) => tx.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", shopId).executeTakeFirstOrThrow();

interface Settled {
  id: string;
  status: string;
  versionId: string | null;
  stoppedAt: Instant | null;
  activatedAt: Instant | null;
  clocksRunOn: number;
}

/** One piece of the walk by which everybody inside is held or let go, or by which the overdue get what they are owed before: what is left of it. */
async function walkOn(
  tx: WriteStatements, deps: WriteDeps, shopId: number, scenario: Settled, inside: "hold" | "release", { overdue, reached: from }: Settling,
): Promise<Pick<Settling, "inside" | "overdue" | "reached">> {
  const clocksRunOn = scenario.clocksRunOn === 1;
  const now = scenario.activatedAt ?? deps.now;
  const done = { inside: undefined, overdue: undefined, reached: undefined };
  if (inside === "hold") {
    const { reached } = await holdRuns(tx, shopId, scenario.id, scenario.stoppedAt ?? deps.now, from);
    return reached ? { ...done, inside, reached } : done;
  }
  if (!overdue) {
    const { reached } = await releaseRuns(tx, shopId, scenario.id, now, { clocksRunOn, from });
    return reached ? { ...done, inside, reached } : done;
  }
  const whose = { now, clocksRunOn, starts: overdue.starts, pinnedStarts: overdue.pinnedStarts ?? {} };
  if (overdue.do === "spread") {
    const piece = await spreadRuns(tx, shopId, scenario.id, { ...whose, over: overdue.over, total: overdue.total, done: overdue.done }, from);
    // Those who are not overdue were let go by the same walk.
    return piece.reached ? { inside, overdue: { ...overdue, done: overdue.done + piece.overdue }, reached: piece.reached } : done;
  }
  const reached = overdue.do === "skip" ? await skipOverdue(tx, shopId, scenario.id, whose, from) : await removeOverdue(tx, deps, shopId, scenario.id, whose, from);
  return reached ? { inside, overdue, reached } : { ...done, inside };
}
