import type { ServiceContext } from "~/app-context";
import { changeStatus } from "./change-status.server";
import type { Refusal } from "./refusal";
import { settleInside } from "./settle-inside.server";

/** R9: what becomes of the customers inside when a scenario stops. */
export type WhenStopped = "hold" | "run-on" | "remove";

/** Stops a scenario (R1). Those inside are held where they stand, their clocks at rest or running on, or all removed. */
export async function stopScenario(context: ServiceContext, shopId: number, scenarioId: string, inside: WhenStopped): Promise<{ ok: true } | Refusal> {
  const changed = await changeStatus(context, shopId, scenarioId, { do: "stop", inside });
  if (!changed.ok) return changed;
  await settleInside(context, shopId, scenarioId);
  return { ok: true };
}

/** Deletes a scenario (R1): an active one stops first. It can be restored with its history. */
export async function deleteScenario(context: ServiceContext, shopId: number, scenarioId: string, inside: WhenStopped): Promise<{ ok: true } | Refusal> {
  const changed = await changeStatus(context, shopId, scenarioId, { do: "delete", inside });
  if (!changed.ok) return changed;
  await settleInside(context, shopId, scenarioId);
  return { ok: true };
}
