import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";

export interface StandingRun {
  id: string;
  scenario: { id: string; name: string };
  /** Null when the step she stands in was deleted a moment ago. */
  stepType: string | null;
  since: Instant;
  /** When she goes on, or null while a message is on its way or the scenario is stopped. */
  until: Instant | null;
  /** Whether something may happen that lets her go on before that. */
  orEarlier: boolean;
  held: boolean;
}

/** Where the customer stands now, in every scenario she is inside. */
export async function readStandingRuns(db: Statements, shopId: number, customerId: string): Promise<StandingRun[]> {
  const rows = await db.forShop(shopId).sql.selectFrom("Run as r")
    .innerJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "r.shopId").onRef("s.id", "=", "r.scenarioId"))
    .innerJoin("ScenarioVersion as v", (join) => join.onRef("v.shopId", "=", "s.shopId").on(sql<boolean>`v."id" = coalesce(r."pinnedVersionId", s."versionId")`))
    .leftJoin("Wait as w", (join) => join.onRef("w.shopId", "=", "r.shopId").onRef("w.runId", "=", "r.id").onRef("w.seq", "=", "r.seq"))
    .select(["r.id", "r.scenarioId", "s.name", "r.stepId", "r.enteredStepAt", "r.dueAt", "r.heldAt", "v.definition", "w.runId as waits"])
    .where("r.shopId", "=", shopId).where("r.customerId", "=", customerId).where("r.status", "=", "active")
    .orderBy("r.enteredAt", "desc").limit(50).execute();
  return rows.map((row) => {
    const { steps } = JSON.parse(row.definition) as { steps: { id: string; type: string }[] };
    return {
      id: row.id,
      scenario: { id: row.scenarioId, name: row.name },
      stepType: steps.find((step) => step.id === row.stepId)?.type ?? null,
      since: row.enteredStepAt,
      until: row.dueAt,
      orEarlier: row.waits !== null,
      held: row.heldAt !== null,
    };
  });
}
