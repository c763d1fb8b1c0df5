import type { ServiceContext } from "~/context.server";
import { holdRuns } from "~/runtime/hold-runs.server";
import { removeRuns } from "~/runtime/remove-runs.server";
import { changeStatus } from "./change-status.server";
import type { Refusal } from "./refusal";

/** R9: what becomes of the customers inside when a scenario stops. */
export type WhenStopped = "hold" | "remove";

/** Stops a scenario (R1). Those inside are held where they stand, their clocks at rest, or all removed. */
export async function stopScenario(context: ServiceContext, shopId: number, scenarioId: string, inside: WhenStopped): Promise<{ ok: true } | Refusal> {
  const changed = await changeStatus(context, shopId, scenarioId, "stop");
  if (!changed.ok) return changed;
  await settleInside(context, shopId, scenarioId, inside, "stopped");
  return { ok: true };
}

/** Deletes a scenario (R1): an active one stops first. It can be restored with its history. */
export async function deleteScenario(context: ServiceContext, shopId: number, scenarioId: string, inside: WhenStopped): Promise<{ ok: true } | Refusal> {
  const changed = await changeStatus(context, shopId, scenarioId, "delete");
  if (!changed.ok) return changed;
  await settleInside(context, shopId, scenarioId, inside, "scenario-deleted");
  return { ok: true };
}

async function settleInside(context: ServiceContext, shopId: number, scenarioId: string, inside: WhenStopped, reason: "stopped" | "scenario-deleted"): Promise<void> {
  const now = context.clock.now();
  const deps = { now, newId: context.newId, log: context.log };
  let done: number;
  do {
    done = await context.db.write((tx) =>
      inside === "hold" ? holdRuns(tx, shopId, scenarioId, now) : removeRuns(tx, deps, shopId, scenarioId, reason),
    );
  } while (done > 0);
}
