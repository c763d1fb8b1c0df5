import type { HandOver } from "~/adapters/channels/email-channel";
import type { WriteStatements } from "~/adapters/db/database.server";
import { KEY_LIFETIME, retryAt } from "~/domain/message/retry-at";
import type { SendingContext, StoredBatch } from "./claim-messages.server";
import { isStillWanted } from "./still-wanted.server";
import { saveOutcomes, type MessageOutcome } from "./save-outcomes.server";

/** Calls the provider with a stored batch and saves what it answered. May be done again at any time: the key is the batch's id. */
export async function handOver(context: SendingContext, batch: StoredBatch): Promise<void> {
  const { db, clock, email, log, wake } = context;
  const giveUp = clock.now() - batch.createdAt >= KEY_LIFETIME ? "no-answer" : batch.attempts > 1 && !(await isStillWanted(db, batch)) ? "not-wanted" : null;
  if (giveUp !== null) {
    await db.write((tx) => setAside(tx, context, batch, giveUp));
    wake.wake("runs");
    return;
  }
  const answer = await email.send(batch.id, batch.emails);
  if (answer.outcome === "later") {
    log.warn({ shopId: batch.shop.id, batchId: batch.id, attempts: batch.attempts, reason: answer.reason }, "e-mails were not handed over; they are tried again");
    await db.write((tx) => postpone(tx, context, batch, answer));
    return;
  }
  if (answer.outcome === "refused") log.error({ shopId: batch.shop.id, batchId: batch.id, reason: answer.reason }, "the e-mail provider refused a batch");
  await db.write(async (tx) => {
    await finish(tx, batch, answer.outcome === "refused" ? answer.reason : null);
    await saveOutcomes(tx, context, batch.shop, clock.now(), batch.messages.map((message, index): MessageOutcome => {
      const result = answer.outcome === "answered" ? answer.results[index] : undefined;
      if (result?.accepted) return { message, status: "handed-over", reason: null, detail: null, providerId: result.providerId };
      return { message, status: "failed", reason: "rejected", detail: result?.reason ?? (answer.outcome === "refused" ? answer.reason : null) };
    }));
  });
  wake.wake("runs");
}

/** What was kept of a customer who was redacted meanwhile, only so that the others' e-mails could go again unchanged, goes too. */
async function finish(tx: WriteStatements, batch: StoredBatch, error: string | null): Promise<void> {
  const own = tx.forShop(batch.shop.id);
  await own.updateTable("SendBatch").set({ status: "done", leaseUntil: null, lastError: error }).where("id", "=", batch.id).execute();
  const redacted = own.selectFrom("Message").select("Message.id").where("batchId", "=", batch.id).where("toAddress", "is", null);
  await own.deleteFrom("MessageContent").where("messageId", "in", redacted).execute();
}

/**
 * Nothing of a first attempt was taken: the messages go back to the queue, where an exit can still cancel them and
 * consent is asked again (R42). Where something may have been taken, only the same key with the same e-mails is safe.
 */
async function postpone(tx: WriteStatements, { clock }: SendingContext, batch: StoredBatch, answer: HandOver & { outcome: "later" }): Promise<void> {
  const own = tx.forShop(batch.shop.id);
  const now = clock.now();
  if (answer.certain && batch.attempts === 1) {
    const attempts = Math.max(...batch.messages.map((message) => message.attempts)) + 1;
    await own.updateTable("Message").set({ status: "queued", batchId: null, dueAt: retryAt(now, attempts, answer.after, batch.id) })
      .where("batchId", "=", batch.id).where("status", "=", "handing-over").execute();
    await own.deleteFrom("MessageContent").where("messageId", "in", batch.messages.map(({ id }) => id)).execute();
    await finish(tx, batch, answer.reason);
    return;
  }
  await own.updateTable("SendBatch")
    .set({ nextTryAt: retryAt(now, batch.attempts, answer.after, batch.id), leaseUntil: null, lastError: answer.reason.slice(0, 500) })
    .where("id", "=", batch.id).where("status", "=", "stored").execute();
}

/**
 * Whether they were sent is not known and stays so. `no-answer`: the provider has forgotten the key, so sending again
 * might send twice. `not-wanted`: nobody in it may get an e-mail any more.
 */
async function setAside(tx: WriteStatements, context: SendingContext, batch: StoredBatch, reason: "no-answer" | "not-wanted"): Promise<void> {
  const stored = await tx.forShop(batch.shop.id).selectFrom("SendBatch").select("lastError").where("id", "=", batch.id).executeTakeFirst();
  await finish(tx, batch, stored?.lastError ?? null);
  await saveOutcomes(tx, context, batch.shop, context.clock.now(), batch.messages.map((message) => ({ message, status: "unknown" as const, reason, detail: stored?.lastError ?? null })));
}
