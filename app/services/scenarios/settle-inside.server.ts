import { setImmediate } from "node:timers/promises";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import { readSettling, writeSettling } from "~/domain/scenario/settling";
import { holdRuns } from "~/runtime/runs/hold-runs.server";
import { releaseRuns } from "~/runtime/runs/release-runs.server";
import { removeRuns } from "~/runtime/runs/remove-runs.server";
import { lookAgain } from "~/services/runs/look-again.server";
import type { WriteDeps } from "~/services/write-deps";

/**
 * Does what the last change of a scenario's status or version owes those inside, a piece at a time; each piece reads
 * anew what is owed, so that a change in between turns it at once. May be called again, or twice at once.
 */
export async function settleInside(context: ServiceContext, shopId: number, scenarioId: string): Promise<void> {
  let more: boolean;
  do {
    more = await context.db.write((tx) => settlePiece(tx, { now: context.clock.now(), newId: context.newId, log: context.log }, shopId, scenarioId));
    // Statements answer without leaving this tick: requests get their turn here.
    await setImmediate();
  } while (more);
  context.wake.wake("runs");
}

async function settlePiece(tx: WriteStatements, deps: WriteDeps, shopId: number, scenarioId: string): Promise<boolean> {
  const own = tx.forShop(shopId);
  const scenario = await own.selectFrom("Scenario").select(["status", "settling", "stoppedAt", "activatedAt"]).where("id", "=", scenarioId).executeTakeFirst();
  if (!scenario || scenario.settling === null) return false;
  const { inside, ...rest } = readSettling(scenario.settling);
  const left = { ...rest, ...(inside ? { inside } : {}) };
  if (inside) {
    if ((await settleSome(tx, deps, shopId, { id: scenarioId, ...scenario }, inside)) > 0) return true;
    delete left.inside;
  } else if (rest.lookAgain) {
    left.lookAgain = (await lookAgain(tx, shopId, scenarioId, rest.lookAgain, deps.now)) ?? undefined;
  }
  const settling = writeSettling(left);
  await own.updateTable("Scenario").set({ settling }).where("id", "=", scenarioId).execute();
  return settling !== null;
}

interface Settled {
  id: string;
  status: string;
  stoppedAt: Instant | null;
  activatedAt: Instant | null;
}

/** Answers how many runs were settled, 0 when all are. */
function settleSome(tx: WriteStatements, deps: WriteDeps, shopId: number, scenario: Settled, inside: "hold" | "remove" | "release"): Promise<number> {
  switch (inside) {
    case "hold": return holdRuns(tx, shopId, scenario.id, scenario.stoppedAt ?? deps.now);
    case "release": return releaseRuns(tx, shopId, scenario.id, scenario.activatedAt ?? deps.now);
    case "remove": return removeRuns(tx, deps, shopId, scenario.id, scenario.status === "deleted" ? "scenario-deleted" : "stopped");
    default: return inside satisfies never;
  }
}
