import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { insertNewRows } from "~/adapters/db/insert-rows.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { RunState } from "~/domain/engine/run";
import { standAtOnce } from "~/domain/engine/stand-at-once";
import type { Instant } from "~/domain/instant";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";
import { decideReentry, type ReentryDecision } from "~/domain/scenario/reentry";
import { shopDay } from "~/domain/schedule/shop-day";
import type { ActiveScenario } from "~/runtime/runs/active-scenarios.server";
import { readInsiders } from "./read-insiders.server";
import { refreshedContexts } from "./refreshed-contexts.server";
import { recordCounts } from "~/services/record-counts.server";
import { replaceRuns } from "./replace-runs.server";
import type { WriteDeps } from "~/services/write-deps";

/** A fact that would let a customer into a scenario. */
export interface EntryRequest {
  scenario: ActiveScenario;
  entryPointId: string;
  customerId: string;
  factKey: string;
  context: TriggerContext;
}

interface Decided {
  id: string;
  request: EntryRequest;
  decision: ReentryDecision;
  /** The run it enters by, or the one that is refreshed. */
  runId: string | null;
}

/** Somebody who enters by a new run. */
interface Entering {
  decided: Decided;
  /** In the first step already where that only waits, or at the door. */
  run: RunState;
}

/**
 * Lets customers in by R5–R7 and says of each fact what became of it. The database's unique keys have the last word:
 * the same fact never enters a scenario twice, and who may be inside once never is twice, whoever else is at it.
 * People who are not customers of the shop (any more) are passed over without a trace.
 */
export async function enterRuns(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, requests: readonly EntryRequest[]): Promise<void> {
  if (requests.length === 0) return;
  // One writer at a time about a customer: what is read of her runs below holds until they are saved.
  const known = await tx.forShop(shop.id).selectFrom("Customer").select("id")
    .where("id", "in", [...new Set(requests.map(({ customerId }) => customerId))]).where("deletedAt", "is", null).orderBy("id").modifyEnd(tx.dialect.locked).execute();
  const customers = new Set(known.map(({ id }) => id));
  for (const round of oneEach(requests.filter(({ customerId }) => customers.has(customerId)))) await enterOnce(tx, deps, shop, round);
}

/** Rounds in which nobody meets the same scenario twice, since what the first does decides about the second. */
function oneEach(requests: readonly EntryRequest[]): EntryRequest[][] {
  const rounds: EntryRequest[][] = [];
  const turns = new Map<string, number>();
  for (const request of requests) {
    const who = `${request.scenario.id}:${request.customerId}`;
    const turn = turns.get(who) ?? 0;
    turns.set(who, turn + 1);
    (rounds[turn] ??= []).push(request);
  }
  return rounds;
}

async function enterOnce(tx: WriteStatements, deps: WriteDeps, shop: { id: number; timeZone: string }, requests: readonly EntryRequest[]): Promise<void> {
  const { isTold, insideOf, lastEndedOf } = await readInsiders(tx, shop.id, requests);
  const decided = await saveDecisions(tx, deps, shop.id, requests.filter((request) => !isTold(request)).map((request): Decided => {
    const decision = decideReentry(request.scenario.compiled.settings.reentry, insideOf(request), lastEndedOf(request), deps.now);
    const runId = decision.do === "refresh" ? decision.runId : decision.do === "refuse" ? null : deps.newId();
    return { id: deps.newId(), request, decision, runId };
  }));
  await replaceRuns(tx, deps, shop, decided.flatMap(({ decision }) => (decision.do === "restart" ? decision.replaces : [])));
  await refresh(tx, deps.now, shop.id, decided.filter(({ decision }) => decision.do === "refresh"));
  const entered = await insertRuns(tx, deps.now, shop.id, decided.flatMap((one) => runOf(one, shop.timeZone, deps.now)));

  const day = shopDay(deps.now, shop.timeZone);
  await recordCounts(tx, deps.newId, shop.id, entered.flatMap(({ decided: { request: { scenario } }, run }) => {
    const started = { scenarioId: scenario.id, versionId: scenario.versionId, stepId: "", channel: "" as const, reason: "", metric: "started" as const, day, value: 1 };
    return run.stepId === null ? [started] : [started, { ...started, stepId: run.stepId, metric: "arrived" as const }];
  }));
}

/** The run by which somebody enters, if one does. Who would only be told to wait by the first turn waits from the start, which spares the turn. */
function runOf(decided: Decided, timeZone: string, now: Instant): Entering[] {
  const { request, decision, runId } = decided;
  if (runId === null || (decision.do !== "enter" && decision.do !== "restart")) return [];
  const context = decision.do === "restart" ? { ...request.context, replaces: decision.replaces.at(-1) } : request.context;
  const { scenario, customerId } = request;
  const atTheDoor: RunState = { id: runId, scenarioId: scenario.id, customerId, status: "active", reason: null, stepId: null, dueAt: now, enteredStepAt: now, heldMs: 0, seq: 0, skipsMessages: false, context };
  return [{ decided, run: standAtOnce(scenario.compiled, atTheDoor, timeZone, now) ?? atTheDoor }];
}

/** Answers those whose run is in the table now. Where somebody else was faster the decision is another one. */
async function insertRuns(tx: WriteStatements, now: Instant, shopId: number, entering: readonly Entering[]): Promise<Entering[]> {
  if (entering.length === 0) return [];
  const inserted = await insertNewRows(tx.acrossShops, "Run", entering.map(({ decided: { request: { scenario, factKey, entryPointId } }, run }) => ({
    shopId, id: run.id, scenarioId: scenario.id, versionId: scenario.versionId, customerId: run.customerId,
    activeKey: scenario.compiled.settings.reentry.whileInside === "new-instance" ? run.id : "inside",
    factKey, entryPointId, status: run.status, stepId: run.stepId, dueAt: run.dueAt, enteredAt: now, enteredStepAt: run.enteredStepAt, heldMs: run.heldMs, seq: run.seq, recovered: 0,
    context: JSON.stringify(run.context),
  })));
  const late = entering.filter(({ run }) => !inserted.has(run.id)).map(({ decided }) => decided.id);
  if (late.length > 0) await tx.forShop(shopId).updateTable("EntryDecision").set({ outcome: "refused", reason: "already-inside", runId: null }).where("id", "in", late).execute();
  return entering.filter(({ run }) => inserted.has(run.id));
}

/** R5 "refresh": the new trigger, or the one with the more valuable cart, and the wait of the step she stands in begins anew. Who waits for a message goes on waiting. */
async function refresh(tx: WriteStatements, now: Instant, shopId: number, decided: readonly Decided[]): Promise<void> {
  if (decided.length === 0) return;
  const contexts = await refreshedContexts(tx, shopId, decided.flatMap(({ request, runId }) => (runId === null ? [] : [
    { runId, context: request.context, takes: request.scenario.compiled.settings.reentry.refreshWith ?? "newest" },
  ])));
  const rows = [...contexts].map(([runId, context]) => [shopId, runId, JSON.stringify(context)]);
  await sql`
    with v("shopId", id, context) as (${valueRows(tx.dialect, ["bigint", "text", "text"], rows)})
    update "Run" set
      "context" = v.context, "heldMs" = case when ${now} - "enteredStepAt" > "heldMs" then ${now} - "enteredStepAt" else "heldMs" end,
      "dueAt" = case when "dueAt" is null then null else cast(${now} as bigint) end, "leaseOwner" = null, "leaseUntil" = null
    from v where "Run"."shopId" = v."shopId" and "Run"."id" = v.id and "Run"."status" = 'active'`.execute(tx.acrossShops);
}

const OUTCOMES = { enter: "entered", restart: "restarted", refresh: "refreshed", refuse: "refused" } as const;

/** Answers those whose fact nobody told before: the unique key has the last word. */
async function saveDecisions(tx: WriteStatements, deps: WriteDeps, shopId: number, decided: readonly Decided[]): Promise<Decided[]> {
  const saved = await insertNewRows(tx.acrossShops, "EntryDecision", decided.map(({ id, request, decision, runId }) => ({
    shopId, id, scenarioId: request.scenario.id, versionId: request.scenario.versionId, entryPointId: request.entryPointId,
    customerId: request.customerId, factKey: request.factKey, at: deps.now,
    outcome: OUTCOMES[decision.do], reason: decision.do === "refuse" ? decision.reason : null, runId,
  })));
  return decided.filter(({ id }) => saved.has(id));
}
