import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import { HOUR, type Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { OverdueChoice } from "~/domain/scenario/overdue";
import type { WarningsChoice } from "~/domain/scenario/problem";
import { readSettling, writeSettling, type Settling } from "~/domain/scenario/settling";
import { nextStatus } from "~/domain/scenario/status";
import { startsOver } from "~/domain/scenario/wait-over";
import { pinnedVersions } from "~/queries/pinned-runs.server";
import { findScenario } from "~/queries/scenario.server";
import { countOverdue } from "~/runtime/runs/overdue-runs.server";
import { askForShopifySegments } from "~/services/segments/ask-for-shopify-segments.server";
import { wakeSenders } from "~/runtime/work";
import { stepTypes } from "~/steps/registry";
import { checkScenario } from "./check-scenario.server";
import { keepSchedules } from "./keep-schedules.server";
import { keepWatches } from "./keep-watches.server";
import { publishVersion } from "./publish-version.server";
import { notFound, refusalOf, type Refusal } from "./refusal";
import { settleInside } from "./settle-inside.server";

/**
 * Publishes what was saved last and lets customers in (R1). Runs that were held go on, those who are overdue as
 * chosen (R9): refused as "overdue", with their `count`, where it was to be asked; as "warnings", with what would run but
 * perhaps not as meant, where that was (R34). Activation itself enters nobody.
 */
export async function activateScenario(context: ServiceContext, shopId: number, scenarioId: string, choice: OverdueChoice = { do: "now" }, warnings: WarningsChoice = "accept"): Promise<{ ok: true; versionId: string } | Refusal> {
  // What stopping began is finished first, or some would be held while others are let go.
  await settleInside(context, shopId, scenarioId);
  const scenario = await findScenario(context.db, shopId, scenarioId);
  if (!scenario) return notFound;
  const status = nextStatus(scenario.status, "activate", scenario.firstActivatedAt !== null);
  if (!status) return { ok: false, key: "transition", values: { status: scenario.status } };
  await askForShopifySegments(context, shopId, scenario.definition);
  const problems = await checkScenario(context, shopId, scenario.definition, scenarioId);
  const refusal = refusalOf(problems);
  if (refusal) return refusal;
  if (warnings === "ask" && problems.length > 0) return { ok: false, key: "warnings", values: { scenarioId }, problems };

  const now = context.clock.now();
  const starts = await readStarts(context, shopId, scenario.definition, now);
  const pinnedStarts = await readPinnedStarts(context, shopId, scenarioId, now);
  const total = scenario.firstActivatedAt === null || choice.do === "now" ? 0 : await countOverdue(context.db, shopId, scenarioId, { now, clocksRunOn: scenario.clocksRunOn === 1, starts, pinnedStarts });
  if (choice.do === "ask" && total > 0) return { ok: false, key: "overdue", values: { count: String(total), scenarioId } };
  const overdue: Settling["overdue"] = total === 0 || choice.do === "now" || choice.do === "ask" ? undefined : { do: choice.do, starts, pinnedStarts, over: choice.do === "spread" ? choice.hours * HOUR : 0, total, done: 0 };
  const versionId = await context.db.write(async (tx) => {
    const version = await publishVersion(tx, shopId, { scenarioId, definition: scenario.definition, now, newId: context.newId });
    const { numUpdatedRows } = await tx.forShop(shopId).updateTable("Scenario")
      .set({ status, versionId: version, activatedAt: now, firstActivatedAt: scenario.firstActivatedAt ?? now, revision: scenario.revision + 1, updatedAt: now })
      .where("id", "=", scenarioId).where("revision", "=", scenario.revision).where("status", "=", scenario.status)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ChangedMeanwhile();
    await oweRelease(tx, shopId, scenarioId, overdue);
    await keepSchedules(tx, { now, newId: context.newId, log: context.log }, shopId, [scenarioId]);
    await keepWatches(tx, { now, newId: context.newId, log: context.log }, shopId);
    return version;
  }).catch((error: unknown) => {
    if (error instanceof ChangedMeanwhile) return null;
    throw error;
  });
  if (!versionId) return { ok: false, key: "conflict" };

  await settleInside(context, shopId, scenarioId);
  wakeSenders(context.wake);
  context.wake.wake("schedules");
  context.wake.wake("segment-watches");
  return { ok: true, versionId };
}

async function readStarts({ db }: ServiceContext, shopId: number, { steps }: ScenarioDefinition, now: Instant): Promise<Record<string, Instant>> {
  const { timeZone } = await db.acrossShops.selectFrom("Shop").select("timeZone").where("id", "=", shopId).executeTakeFirstOrThrow();
  return Object.fromEntries(startsOver(steps, stepTypes, timeZone, now));
}

async function readPinnedStarts(context: ServiceContext, shopId: number, scenarioId: string, now: Instant): Promise<Record<string, Record<string, Instant>>> {
  const versions = await pinnedVersions(context.db, shopId, scenarioId);
  return Object.fromEntries(await Promise.all(versions.map(async ({ id, definition }) => [id, await readStarts(context, shopId, definition, now)] as const)));
}

async function oweRelease(tx: WriteStatements, shopId: number, scenarioId: string, overdue: Settling["overdue"]): Promise<void> {
  const own = tx.forShop(shopId);
  const { settling } = await own.selectFrom("Scenario").select("settling").where("id", "=", scenarioId).executeTakeFirstOrThrow();
  const owed = readSettling(settling);
  if (owed.inside !== undefined) throw new ChangedMeanwhile();
  await own.updateTable("Scenario").set({ settling: writeSettling({ ...owed, inside: "release", overdue }) }).where("id", "=", scenarioId).execute();
}

/** Takes the transaction back: somebody saved or changed the status in between. */
class ChangedMeanwhile extends Error {}
