import type { Database } from "../../app/adapters/db/database.server.ts";
import { readCounts } from "../../app/queries/read-counters.server.ts";
import { recount } from "../../app/queries/recount.server.ts";
import { FIRST_MAIL, SECOND_MAIL, emailOf, shopifyIdOf } from "./chaos-shop.ts";
import type { Delivered } from "../installation/mail-provider.ts";
import { orders } from "./storm.ts";

export interface Verdict {
  /** Facts that let nobody in, messages that were to be sent and were not, and messages said to be sent that the provider never took. */
  lost: number;
  /** Runs and e-mails that are one too many, and e-mails delivered though said not to be. */
  doubled: number;
  /** Runs and messages that came to no end. */
  stuck: number;
  /** Messages of which nobody can tell whether they were sent. */
  unknown: number;
  /** Figures that differ from the recount. */
  wrongCounters: number;
}

/** Holds what the database says against what was done to it and what the provider took. `say` hears of each fault, the first few of a kind. */
export async function judge(db: Database, shopId: number, customers: number, delivered: readonly Delivered[], say: (line: string) => void): Promise<Verdict> {
  const verdict: Verdict = { lost: 0, doubled: 0, stuck: 0, unknown: 0, wrongCounters: 0 };
  const said = new Map<string, number>();
  const fault = (kind: keyof Verdict, what: string): void => {
    verdict[kind] += 1;
    const times = (said.get(kind) ?? 0) + 1;
    said.set(kind, times);
    if (times <= 10) say(`${kind}: ${what}`);
  };
  const own = db.forShop(shopId);

  const people = new Map((await own.selectFrom("Customer").select(["id", "shopifyId"]).execute()).map(({ id, shopifyId }) => [shopifyId, id]));
  const runs = new Map<string, { id: string; status: string }[]>();
  for (const run of await own.selectFrom("Run").select(["id", "customerId", "status"]).execute()) runs.set(run.customerId, [...(runs.get(run.customerId) ?? []), run]);
  for (let index = 0; index < customers; index += 1) {
    const theirs = runs.get(people.get(shopifyIdOf(index)) ?? "") ?? [];
    // Who ordered before the idle hour was over has never entered.
    if (theirs.length === 0 && !orders(index)) fault("lost", `${emailOf(index)} never entered`);
    for (let more = 1; more < theirs.length; more += 1) fault("doubled", `${emailOf(index)} entered ${theirs.length} times`);
    for (const { id, status } of theirs) if (status === "active") fault("stuck", `run ${id} of ${emailOf(index)}`);
  }

  const messages = await own.selectFrom("Message").select(["id", "runId", "stepId", "status", "providerId", "toAddress"]).execute();
  const bySender = new Map<string, number>();
  const told = new Map<string, (typeof messages)[number]>();
  for (const message of messages) {
    const sender = `${message.runId} ${message.stepId}`;
    const count = (bySender.get(sender) ?? 0) + 1;
    bySender.set(sender, count);
    if (count > 1) fault("doubled", `message ${message.id}: its run asked for it ${count} times`);
    if (message.status === "queued" || message.status === "handing-over") fault("stuck", `message ${message.id} is ${message.status}`);
    if (message.status === "unknown") fault("unknown", `message ${message.id}`);
    if (message.providerId !== null) told.set(message.providerId, message);
  }
  const left = await own.selectFrom("StepVisit").select(["runId", "stepId"]).where("branch", "is not", null).where("stepId", "in", [FIRST_MAIL, SECOND_MAIL]).execute();
  for (const { runId, stepId } of left) if (!bySender.has(`${runId} ${stepId}`)) fault("lost", `run ${runId} went past ${stepId} without a message`);

  const taken = new Set<string>();
  const received = new Map<string, number>();
  for (const { providerId, to, subject } of delivered) {
    taken.add(providerId);
    const times = (received.get(`${to} ${subject}`) ?? 0) + 1;
    received.set(`${to} ${subject}`, times);
    if (times > 1) fault("doubled", `${to} got "${subject}" ${times} times`);
    else if (!told.has(providerId)) fault("doubled", `${to} got "${subject}", of which no message knows`);
  }
  for (const message of messages) {
    if (message.status === "handed-over" && !taken.has(message.providerId ?? "")) fault("lost", `message ${message.id} was never taken by the provider`);
    if (message.status !== "handed-over" && message.providerId !== null) fault("doubled", `message ${message.id} is ${message.status} and was taken`);
  }

  const recounted = await recount(db, shopId);
  const metrics = new Set(recounted.map(({ metric }) => metric));
  const counted = (await readCounts(db, shopId, ["scenarioId", "versionId", "stepId", "channel", "reason", "day"])).filter(({ metric, value }) => metrics.has(metric) && value !== 0);
  const keyOf = (row: { scenarioId: string; versionId: string; stepId: string; channel: string; reason: string; metric: string; day: string }) =>
    [row.versionId, row.metric, row.stepId, row.channel, row.reason, row.day].join(" | ");
  const rows = new Map(recounted.filter(({ value }) => value !== 0).map((row) => [keyOf(row), row.value]));
  for (const row of counted) {
    const told = rows.get(keyOf(row)) ?? 0;
    rows.delete(keyOf(row));
    if (told !== row.value) fault("wrongCounters", `${keyOf(row)}: counted ${row.value}, but the rows say ${told}`);
  }
  for (const [key, value] of rows) fault("wrongCounters", `${key}: not counted, but the rows say ${value}`);
  return verdict;
}
