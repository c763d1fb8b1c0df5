import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Settling } from "~/domain/scenario/settling";
import { runsOfPiece, standsIn } from "./runs-of-piece.server";
import { nextRuns, stepsWithRuns } from "./walk-runs.server";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/**
 * R40: brings those who finish on an older version to the newest. Who stands in a step that the newest version has no more
 * stays as she is, so that nobody is lost. Their step is asked anew, by the newest version; who waits for a message's outcome is left to that, and a
 * turn under way loses its lease, or it would write the old pin again. Does one piece and answers what is left, or undefined.
 */
export async function bringUp(
  tx: WriteStatements, shopId: number, scenario: { id: string; versionId: string | null }, left: NonNullable<Settling["bringUp"]>, now: Instant,
): Promise<Settling["bringUp"]> {
  const [pinnedTo, ...versions] = left.versions;
  if (pinnedTo === undefined) return undefined;
  const whose = { shopId, scenarioId: scenario.id, pinnedTo };
  const { ids, walk } = await nextRuns(tx, whose, left.walk ?? { steps: await stepsWithRuns(tx, whose), after: "" }, PIECE);
  const version = await tx.forShop(shopId).selectFrom("ScenarioVersion").select("definition").where("id", "=", scenario.versionId ?? "").executeTakeFirst();
  if (!version) return undefined;
  const steps = (JSON.parse(version.definition) as ScenarioDefinition).steps.map(({ id }) => id);
  if (ids.length > 0) {
    await sql`
      with ${runsOfPiece(tx, shopId, ids)}
      update "Run" set "pinnedVersionId" = null, "leaseOwner" = null, "leaseUntil" = null, "dueAt" = case when "Run"."dueAt" > ${now} then ${now} else "Run"."dueAt" end
      from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."status" = 'active' and ("Run"."stepId" is null or ${standsIn(steps)})`.execute(tx.acrossShops);
  }
  if (walk) return { ...left, walk };
  return versions.length === 0 ? undefined : { versions };
}
