import { sql } from "kysely";
import type { HandOver, Settlement } from "~/adapters/channels/message-channel";
import type { Database, WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import { retryAt } from "~/domain/message/retry-at";
import { UNKNOWN_OUTCOME } from "~/domain/message/unknown-outcome";
import { forgetContents } from "~/services/messages/forget-contents.server";
import type { SendingContext, StoredBatch } from "./claim-messages.server";
import type { Outbound } from "./outbound";
import { isStillWanted } from "./still-wanted.server";
import { takeNotice, tellsOfReceiver } from "./take-notice.server";
import { saveOutcomes, SentIsAsked, type MessageOutcome } from "./save-outcomes.server";

/**
 * Hands a stored batch over and saves what the provider answered. May be done again at any time: of a batch that was begun
 * before nobody knows whether it was taken, and each channel settles that in its own way (`UNKNOWN_OUTCOME`).
 */
export async function handOver(context: SendingContext, outbound: Outbound, batch: StoredBatch): Promise<void> {
  const { db, clock, log, wake } = context;
  const about = { channel: outbound.channel, shopId: batch.shop.id, batchId: batch.id };
  const giveUp = await reasonToGiveUp(context, outbound, batch);
  if (giveUp !== null) {
    await db.write((tx) => setAside(tx, context, outbound, batch, giveUp));
    wake.wake("runs");
    return;
  }
  const answer = believed(context, outbound, batch, await answerTo(context, outbound, batch));
  if (answer.outcome === "later" && !answer.certain && UNKNOWN_OUTCOME[outbound.channel].settledBy === "asking" && isTooLate(context, outbound, batch)) {
    await db.write((tx) => setAside(tx, context, outbound, batch, "no-answer"));
    wake.wake("runs");
    return;
  }
  if (answer.outcome === "later") {
    log.warn({ ...about, attempts: batch.attempts, reason: answer.reason }, "messages were not handed over; they are tried again");
    await db.write((tx) => postpone(tx, context, batch, answer));
    return;
  }
  if (answer.outcome === "refused") log.error({ ...about, reason: answer.reason }, "the provider refused a batch");
  const results = answer.outcome === "answered" ? answer.results : [];
  const saysOfReceivers = results.some(tellsOfReceiver);
  await writeOutcomes(db, saysOfReceivers, async (tx, sideBySide) => {
    // First the messages: a redaction meets them there, and what it took from one is seen by what follows.
    await saveOutcomes(tx, context, batch.shop, outbound.channel, clock.now(), batch.messages.map((message, index): MessageOutcome => {
      const result = results[index];
      if (result?.accepted) return { message, status: "handed-over", reason: null, detail: null, providerId: result.providerId };
      return { message, status: "failed", reason: "rejected", detail: result?.reason ?? (answer.outcome === "refused" ? answer.reason : null) };
    }), { sideBySide });
    await finish(tx, batch, answer.outcome === "refused" ? answer.reason : null);
    if (saysOfReceivers) await takeNotice(tx, context, outbound.channel, batch, results);
  });
  wake.wake("runs");
  if (saysOfReceivers) wake.wake("shopify-writes");
}

/** Beside other writers, but as if nobody else wrote where the answer says something of receivers, or somebody asks to whom messages were sent: customers are read and then decided about. */
async function writeOutcomes(db: Database, saysOfReceivers: boolean, save: (tx: WriteStatements, sideBySide: boolean) => Promise<void>): Promise<void> {
  try {
    if (!saysOfReceivers) return await db.write((tx) => save(tx, true), { sideBySide: true });
  } catch (error) {
    if (!(error instanceof SentIsAsked)) throw error;
  }
  await db.write((tx) => save(tx, false));
}

/**
 * What to make of a provider that was asked and does not have the message: nothing while its list may be behind, then that
 * none was taken. Real time passes as domain time does wherever a provider is real.
 */
function believed({ clock }: SendingContext, { channel }: Outbound, batch: StoredBatch, answer: Settlement): HandOver {
  if (answer.outcome !== "absent") return answer.outcome === "later" && batch.attempts > 1 ? { ...answer, certain: false } : answer;
  const rule = UNKNOWN_OUTCOME[channel];
  const certain = rule.settledBy === "asking" && clock.now() - batch.createdAt >= rule.believedAfter;
  return { outcome: "later", certain, after: null, reason: answer.reason };
}

async function answerTo({ db }: SendingContext, outbound: Outbound, batch: StoredBatch): Promise<Settlement> {
  if (batch.attempts === 1) return outbound.send(batch.id, batch.payloads);
  // What came back about them proves that the provider took them.
  const told = batch.messages.flatMap(({ providerId }) => providerId ?? []);
  if (told.length === batch.messages.length) return { outcome: "answered", results: told.map((providerId) => ({ accepted: true, providerId })) };
  const own = new Set(batch.messages.map(({ id }) => id));
  return outbound.settle(batch.id, batch.payloads, batch.createdAt, async (providerId) => {
    const known = await db.forShop(batch.shop.id).selectFrom("Message").select("id").where("providerId", "=", providerId).execute();
    return known.some(({ id }) => !own.has(id));
  });
}

async function reasonToGiveUp(context: SendingContext, outbound: Outbound, batch: StoredBatch): Promise<"no-answer" | "not-wanted" | null> {
  // Asking harms nobody, however late.
  if (batch.attempts === 1 || UNKNOWN_OUTCOME[outbound.channel].settledBy === "asking") return null;
  if (isTooLate(context, outbound, batch)) return "no-answer";
  return (await isStillWanted(context.db, batch, context.clock.now())) ? null : "not-wanted";
}

/** Whether the time is over in which this channel can find out. */
function isTooLate({ clock }: SendingContext, { channel }: Outbound, batch: StoredBatch): boolean {
  return batch.attempts > 1 && clock.now() - batch.createdAt >= UNKNOWN_OUTCOME[channel].within;
}

/** What was kept of a customer who was redacted meanwhile, only so that the others' messages could go again unchanged, goes too. */
async function finish(tx: WriteStatements, batch: StoredBatch, error: string | null): Promise<void> {
  const own = tx.forShop(batch.shop.id);
  await own.updateTable("SendBatch").set({ status: "done", leaseUntil: null, lastError: error }).where("id", "=", batch.id).execute();
  if (batch.messages.length === 0) return;
  // By their keys alone: beside a condition PostgreSQL may look through all messages of the shop.
  const { rows: redacted } = await sql<{ id: string }>`
    with v("shopId", "id") as (${valueRows(tx.dialect, ["bigint", "text"], batch.messages.map(({ id }) => [batch.shop.id, id]))})
    select m."id" as "id" from v join "Message" as m on m."shopId" = v."shopId" and m."id" = v."id" where m."toAddress" is null`.execute(tx.acrossShops);
  if (redacted.length > 0) await own.deleteFrom("MessageContent").where("messageId", "in", redacted.map(({ id }) => id)).execute();
}

/**
 * Nothing was taken for certain: the messages go back to the queue, where an exit can still cancel them and consent is
 * asked again (R42). Where something may have been taken, only the same key with the same messages is safe, or asking.
 */
async function postpone(tx: WriteStatements, { clock }: SendingContext, batch: StoredBatch, answer: HandOver & { outcome: "later" }): Promise<void> {
  const own = tx.forShop(batch.shop.id);
  const now = clock.now();
  if (answer.certain) {
    const attempts = Math.max(...batch.messages.map((message) => message.attempts)) + 1;
    await own.updateTable("Message").set({ status: "queued", batchId: null, dueAt: retryAt(now, attempts, answer.after, batch.id) })
      .where("batchId", "=", batch.id).where("status", "=", "handing-over").execute();
    // Of what was asked for it may still turn out that it was taken: its links go on leading somewhere until it is rendered anew.
    if (batch.attempts === 1) await forgetContents(tx, batch.shop.id, batch.messages.map(({ id }) => id));
    await finish(tx, batch, answer.reason);
    return;
  }
  await own.updateTable("SendBatch")
    .set({ nextTryAt: retryAt(now, batch.attempts, answer.after, batch.id), leaseUntil: null, lastError: answer.reason.slice(0, 500) })
    .where("id", "=", batch.id).where("status", "=", "stored").execute();
}

/**
 * Whether they were sent is not known and stays so. `no-answer`: what the channel can do to find out is over, and sending again
 * might send twice. `not-wanted`: nobody in it may get a message any more.
 */
async function setAside(tx: WriteStatements, context: SendingContext, { channel }: Outbound, batch: StoredBatch, reason: "no-answer" | "not-wanted"): Promise<void> {
  const stored = await tx.forShop(batch.shop.id).selectFrom("SendBatch").select("lastError").where("id", "=", batch.id).executeTakeFirst();
  await finish(tx, batch, stored?.lastError ?? null);
  await saveOutcomes(tx, context, batch.shop, channel, context.clock.now(), batch.messages.map((message) => ({ message, status: "unknown" as const, reason, detail: stored?.lastError ?? null })));
}
