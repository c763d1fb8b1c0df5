import type { ServiceContext } from "~/app-context";
import { changeStatus } from "./change-status.server";
import type { Refusal } from "./refusal";

/** R1: a deleted scenario comes back as stopped if it ever ran, else as a draft. */
export async function restoreScenario(context: ServiceContext, shopId: number, scenarioId: string): Promise<{ ok: true } | Refusal> {
  return changeStatus(context, shopId, scenarioId, { do: "restore" });
}
