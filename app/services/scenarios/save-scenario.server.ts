import { scenarioDefinitionSchema, type ScenarioDefinition } from "~/domain/scenario/definition";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import type { Moves } from "~/domain/scenario/moves";
import type { Stay } from "~/domain/scenario/pin";
import { readSettling } from "~/domain/scenario/settling";
import { proposedSpread, spacingOf } from "~/domain/scenario/spread";
import { canBeEdited } from "~/domain/scenario/status";
import { planSave } from "~/queries/plan-save.server";
import { findScenario } from "~/queries/scenario.server";
import { askForShopifySegments } from "~/services/segments/ask-for-shopify-segments.server";
import { checkScenario } from "./check-scenario.server";
import { keepSchedules } from "./keep-schedules.server";
import { keepWatches } from "./keep-watches.server";
import { publishVersion } from "./publish-version.server";
import { malformed, notFound, refusalOf, type Refusal } from "./refusal";
import { settleInside } from "./settle-inside.server";

export interface SaveInput {
  scenarioId: string;
  name: string;
  definition: ScenarioDefinition;
  /** The revision the editor opened; a save made on an older one is refused. */
  revision: number;
  /** R40: where those go on who stand in a step that this save deletes, by the step; the others leave. */
  moves?: Moves;
  /** R40: who finishes on the version before. */
  stay?: Stay;
  /** R38: over how many hours those go on, one after the other, whom a shortened wait makes due at once; 0: at once; by default so that no burst arises. */
  spreadHours?: number;
}

/**
 * Saves a scenario as edited. A draft and a stopped scenario may be saved unfinished; saving an active one publishes one
 * new version (R40), so it must have no errors.
 */
export async function saveScenario(context: ServiceContext, shopId: number, input: SaveInput): Promise<{ ok: true; revision: number; versionId: string | null } | Refusal> {
  const name = input.name.trim();
  if (name.length === 0 || name.length > 200) return { ok: false, key: "name" };
  const definition = scenarioDefinitionSchema.parse(input.definition);
  const scenario = await findScenario(context.db, shopId, input.scenarioId);
  if (!scenario) return notFound;
  if (!canBeEdited(scenario.status)) return { ok: false, key: "transition", values: { status: scenario.status } };
  if ([...(input.moves?.values() ?? [])].some((to) => !definition.steps.some(({ id }) => id === to))) return malformed;
  await askForShopifySegments(context, shopId, definition);
  if (scenario.status === "active") {
    const refusal = refusalOf(await checkScenario(context, shopId, definition, input.scenarioId));
    if (refusal) return refusal;
  }

  const active = scenario.status === "active";
  if (active && owesAnEarlierSave(scenario.settling)) await settleInside(context, shopId, input.scenarioId);
  const now = context.clock.now();
  const atOnce = active ? await countAtOnce(context, shopId, input.scenarioId, definition, now) : 0;
  const saved = await context.db.write(async (tx) => {
    const { settling } = await tx.forShop(shopId).selectFrom("Scenario").select("settling").where("id", "=", input.scenarioId).executeTakeFirstOrThrow();
    if (active && owesAnEarlierSave(settling)) return "again";
    const { numUpdatedRows } = await tx.forShop(shopId).updateTable("Scenario")
      .set({ name, definition: JSON.stringify(definition), revision: input.revision + 1, updatedAt: now })
      .where("id", "=", input.scenarioId).where("revision", "=", input.revision).where("status", "=", scenario.status)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return null;
    if (scenario.status !== "active") return { versionId: scenario.versionId, published: false };
    const versionId = await publishVersion(tx, shopId, { scenarioId: input.scenarioId, definition, now, newId: context.newId, spacing: spacingOf(input.spreadHours ?? proposedSpread(atOnce), atOnce), ...(input.moves ? { moves: input.moves } : {}), ...(input.stay ? { stay: input.stay } : {}) });
    await tx.forShop(shopId).updateTable("Scenario").set({ versionId }).where("id", "=", input.scenarioId).execute();
    await keepSchedules(tx, { now, newId: context.newId, log: context.log }, shopId, [input.scenarioId]);
    await keepWatches(tx, { now, newId: context.newId, log: context.log }, shopId);
    return { versionId, published: true };
  });
  if (saved === "again") return saveScenario(context, shopId, input);
  if (!saved) return { ok: false, key: "conflict" };
  if (saved.published) {
    await settleInside(context, shopId, input.scenarioId);
    context.wake.wake("schedules");
    context.wake.wake("segment-watches");
  }
  return { ok: true, revision: input.revision + 1, versionId: saved.versionId };
}

/** What an earlier save owes those inside is paid before another is made: the two would speak of different steps. */
function owesAnEarlierSave(settling: string | null): boolean {
  const { pin, reschedule, bringUp } = readSettling(settling);
  return Boolean(pin ?? reschedule ?? bringUp);
}

/** How many the changed waits of this save make due at once. */
async function countAtOnce(context: ServiceContext, shopId: number, scenarioId: string, definition: ScenarioDefinition, now: Instant): Promise<number> {
  const shop = await context.db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", shopId).executeTakeFirstOrThrow();
  const { effects } = await planSave(context.db, shop, { scenarioId, definition, now });
  return effects.reduce((sum, effect) => sum + (effect.kind === "wait-changed" ? effect.atOnce : 0), 0);
}
