import type { Database } from "../../app/adapters/db/database.server.ts";
import type { ScenarioDefinition } from "../../app/domain/scenario/definition.ts";
import { readCounts } from "../../app/queries/read-counters.server.ts";
import { recount } from "../../app/queries/recount.server.ts";
import { emailOf, shopifyIdOf } from "./chaos-shop.ts";
import { FLEETING_STEP } from "./edits.ts";
import { judgeErrands } from "./judge-errands.ts";
import { judgeMessages, type Taken } from "./judge-messages.ts";
import { orders } from "./storm.ts";
import { isWay, type Verdict, type Way } from "./verdict.ts";

/** What everybody outside took. */
export interface Logs {
  messages: readonly Taken[];
  /** Bodies of webhooks by their keys. */
  webhooks: ReadonlyMap<string, string>;
  /** Errands of the notes that arrived. */
  notes: readonly string[];
}

/** Holds what the database says against what was done to it and what everybody outside took. */
export async function judge(db: Database, shopId: number, customers: number, logs: Logs, verdict: Verdict): Promise<void> {
  const people = await judgeEntries(db, shopId, customers, verdict);
  const handled = new Set([...(await judgeMessages(db, shopId, people, logs.messages, verdict)), ...(await judgeErrands(db, shopId, logs, verdict))]);
  await judgeVisits(db, shopId, handled, verdict);
  await judgeCounters(db, shopId, verdict);
}

/** Everybody entered once and came to an end. Answers the numbers of customers by their ids. */
async function judgeEntries(db: Database, shopId: number, customers: number, verdict: Verdict): Promise<ReadonlyMap<string, number>> {
  const own = db.forShop(shopId);
  const known = new Map((await own.selectFrom("Customer").select(["id", "shopifyId"]).execute()).map(({ id, shopifyId }) => [shopifyId, id]));
  const runs = new Map<string, { id: string; status: string }[]>();
  for (const run of await own.selectFrom("Run").select(["id", "customerId", "status"]).execute()) runs.set(run.customerId, [...(runs.get(run.customerId) ?? []), run]);
  const people = new Map<string, number>();
  for (let index = 0; index < customers; index += 1) {
    const id = known.get(shopifyIdOf(index)) ?? "";
    people.set(id, index);
    const theirs = runs.get(id) ?? [];
    // Who ordered before the idle hour was over has never entered.
    if (theirs.length === 0 && !orders(index)) verdict.fault("lost", `${emailOf(index)} never entered`);
    for (let more = 1; more < theirs.length; more += 1) verdict.fault("doubled", `${emailOf(index)} entered ${theirs.length} times`);
    for (const run of theirs) if (run.status === "active") verdict.fault("stuck", `run ${run.id} of ${emailOf(index)}`);
  }
  return people;
}

/** Which channel or kind of errand the steps of all versions are. */
async function waysOfSteps(db: Database, shopId: number): Promise<Map<string, Way>> {
  const TYPES: Record<string, Way> = { "send-email": "email", "send-sms": "sms", "send-push": "push", webhook: "webhook", "notify-staff": "staff-note", "discount-code": "discount-code" };
  const versions = await db.forShop(shopId).selectFrom("ScenarioVersion").select("definition").execute();
  const steps = versions.flatMap(({ definition }) => (JSON.parse(definition) as ScenarioDefinition).steps);
  return new Map(steps.flatMap(({ id, type }) => (TYPES[type] ? [[id, TYPES[type]] as const] : [])));
}

/** Nobody went past a step that sends or does something without it, and only the step that was deleted took people out. `handled`: run and step of what was asked for. */
async function judgeVisits(db: Database, shopId: number, handled: ReadonlySet<string>, verdict: Verdict): Promise<void> {
  const own = db.forShop(shopId);
  const ways = await waysOfSteps(db, shopId);
  for (const { runId, stepId } of await own.selectFrom("StepVisit").select(["runId", "stepId"]).where("branch", "is not", null).where("stepId", "in", [...ways.keys()]).execute()) {
    if (!handled.has(`${runId} ${stepId}`)) verdict.fault("lost", `run ${runId} went past ${stepId} without it`, ways.get(stepId));
  }
  const removed = new Set((await own.selectFrom("Run").select("id").where("reason", "=", "step-deleted").execute()).map(({ id }) => id));
  for (const { runId, stepId } of await own.selectFrom("StepVisit").select(["runId", "stepId"]).where("branch", "is", null).execute()) {
    if (removed.has(runId) && stepId !== FLEETING_STEP) verdict.fault("lost", `run ${runId} was removed from ${stepId} as if that had been deleted`);
  }
}

/** R2 against a recount from the history that shares nothing with the counting. */
async function judgeCounters(db: Database, shopId: number, verdict: Verdict): Promise<void> {
  const recounted = await recount(db, shopId);
  const metrics = new Set(recounted.map(({ metric }) => metric));
  const counted = (await readCounts(db, shopId, ["scenarioId", "versionId", "stepId", "channel", "reason", "day"])).filter(({ metric, value }) => metrics.has(metric) && value !== 0);
  const keyOf = (row: { scenarioId: string; versionId: string; stepId: string; channel: string; reason: string; metric: string; day: string }) =>
    [row.versionId, row.metric, row.stepId, row.channel, row.reason, row.day].join(" | ");
  const wayOf = ({ channel }: { channel: string }) => (isWay(channel) ? channel : undefined);
  const rows = new Map(recounted.filter(({ value }) => value !== 0).map((row) => [keyOf(row), row]));
  for (const row of counted) {
    const told = rows.get(keyOf(row))?.value ?? 0;
    rows.delete(keyOf(row));
    if (told !== row.value) verdict.fault("wrongCounters", `${keyOf(row)}: counted ${row.value}, but the rows say ${told}`, wayOf(row));
  }
  for (const [key, row] of rows) verdict.fault("wrongCounters", `${key}: not counted, but the rows say ${row.value}`, wayOf(row));
}
