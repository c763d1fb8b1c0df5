import type { ServiceContext } from "~/app-context";
import { readSettling, writeSettling } from "~/domain/scenario/settling";
import { nextStatus } from "~/domain/scenario/status";
import { findScenario } from "~/queries/scenario.server";
import { keepSchedules } from "./keep-schedules.server";
import { keepWatches } from "./keep-watches.server";
import { notFound, type Refusal } from "./refusal";

type StatusChange = { do: "stop" | "delete"; inside: "hold" | "run-on" | "remove" } | { do: "restore" };

/**
 * Moves a scenario by one of R1's transitions, unless it changed since it was read. What becomes of those inside is
 * noted in the same transaction; the caller settles it.
 */
export async function changeStatus(context: ServiceContext, shopId: number, scenarioId: string, change: StatusChange): Promise<{ ok: true } | Refusal> {
  const before = await findScenario(context.db, shopId, scenarioId);
  if (!before) return notFound;
  const status = nextStatus(before.status, change.do, before.firstActivatedAt !== null);
  if (!status) return { ok: false, key: "transition", values: { status: before.status } };
  const now = context.clock.now();
  const owed = readSettling(before.settling);
  // A removal that is under way goes on, whatever the scenario becomes.
  const inside = change.do === "restore" || (owed.inside === "remove" && before.status !== "active") ? owed.inside : change.inside === "remove" ? "remove" : "hold";
  const clocksRunOn = change.do !== "restore" && change.inside === "run-on" ? 1 : 0;
  const changed = await context.db.write(async (tx) => {
    const { numUpdatedRows } = await tx.forShop(shopId).updateTable("Scenario")
      .set({ status, revision: before.revision + 1, updatedAt: now, settling: writeSettling({ ...owed, inside, overdue: undefined, reached: undefined }), ...(before.status === "active" ? { stoppedAt: now, clocksRunOn } : {}) })
      .where("id", "=", scenarioId).where("revision", "=", before.revision).where("status", "=", before.status)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await keepSchedules(tx, { now, newId: context.newId, log: context.log }, shopId, [scenarioId]);
    if (numUpdatedRows > 0n) await keepWatches(tx, { now, newId: context.newId, log: context.log }, shopId);
    return numUpdatedRows > 0n;
  });
  return !changed ? { ok: false, key: "conflict" } : { ok: true };
}
