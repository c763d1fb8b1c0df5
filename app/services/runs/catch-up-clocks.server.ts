import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { Activity, IdleClockState, TriggerContext } from "~/domain/scenario/entry-point-type";
import type { ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import type { ClockRow } from "./move-idle-clocks.server";
import { beganAt } from "./tell-clocks-anew.server";

/** When a clock was started, or a run's trigger: what is from before says nothing of it. */
export const rowBeganAt = ({ context, at }: Pick<ClockRow, "context" | "at">): Instant => beganAt({ context: JSON.parse(context) as TriggerContext, at });

/**
 * R44: two histories are one. Each of the idle clocks that stand becomes what it would be had the other history been known as it happened:
 * what came after its beginning pushes or ends it (R14, R15). Starts none.
 */
export async function catchUpClocks(tx: WriteStatements, shopId: number, scenarios: readonly ActiveScenario[], clocks: readonly ClockRow[], history: readonly Activity[]): Promise<void> {
  for (const clock of clocks) {
    const entryPoint = scenarios.find(({ id }) => id === clock.scenarioId)?.compiled.entryPoints.find(({ id }) => id === clock.entryPointId);
    const since = history.filter(({ at }) => at >= rowBeganAt(clock)).sort((a, b) => a.at - b.at);
    if (!entryPoint || since.length === 0) continue;
    let state: (IdleClockState & { factKey: string }) | null = { stage: clock.stage, dueAt: clock.dueAt, at: clock.at, context: JSON.parse(clock.context) as TriggerContext, factKey: clock.factKey };
    for (const activity of since) {
      const reaction = entryPoint.type.react(entryPoint.config, activity, state);
      if (reaction.do === "cancel") {
        state = null;
        break;
      }
      if (reaction.do !== "push") continue;
      const newest: { at: number; factKey: string } = state.at > activity.at ? state : { at: activity.at, factKey: activity.key };
      state = { stage: reaction.stage, dueAt: reaction.dueAt, context: reaction.context, at: newest.at, factKey: newest.factKey };
    }
    await save(tx, shopId, clock, state);
  }
}

async function save(tx: WriteStatements, shopId: number, { scenarioId, entryPointId, subjectId }: ClockRow, state: (IdleClockState & { factKey: string }) | null): Promise<void> {
  const own = tx.forShop(shopId);
  if (state === null) {
    await own.deleteFrom("IdleClock").where("scenarioId", "=", scenarioId).where("entryPointId", "=", entryPointId).where("subjectId", "=", subjectId).execute();
    return;
  }
  await own.updateTable("IdleClock").set({ stage: state.stage, dueAt: state.dueAt, at: state.at, factKey: state.factKey, context: JSON.stringify(state.context) })
    .where("scenarioId", "=", scenarioId).where("entryPointId", "=", entryPointId).where("subjectId", "=", subjectId).execute();
}
