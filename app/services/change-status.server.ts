import type { ServiceContext } from "~/context.server";
import { nextStatus, type ScenarioAction, type ScenarioStatus } from "~/domain/scenario/status";
import type { ScenarioRecord } from "~/queries/scenario.server";
import { findScenario } from "~/queries/scenario.server";
import { notFound, type Refusal } from "./refusal";

/** Moves a scenario by one of R1's transitions, unless it changed since it was read. */
export async function changeStatus(
  context: ServiceContext, shopId: number, scenarioId: string, action: Exclude<ScenarioAction, "activate">,
): Promise<{ ok: true; before: ScenarioRecord; status: ScenarioStatus } | Refusal> {
  const before = await findScenario(context.db, shopId, scenarioId);
  if (!before) return notFound;
  const status = nextStatus(before.status, action, before.firstActivatedAt !== null);
  if (!status) return { ok: false, key: "transition", values: { status: before.status } };
  const now = context.clock.now();
  const { numUpdatedRows } = await context.db.write((tx) =>
    tx.forShop(shopId).updateTable("Scenario")
      .set({ status, revision: before.revision + 1, updatedAt: now, ...(before.status === "active" ? { stoppedAt: now } : {}) })
      .where("id", "=", scenarioId).where("revision", "=", before.revision).where("status", "=", before.status)
      .executeTakeFirst(),
  );
  return numUpdatedRows === 0n ? { ok: false, key: "conflict" } : { ok: true, before, status };
}
