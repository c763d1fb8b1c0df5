import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { OutgoingEmail } from "~/adapters/channels/email-channel";
import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { AppContext } from "~/app-context";
import type { Environment } from "~/env.server";
import { decideSending } from "~/domain/message/decide-sending";
import type { Instant } from "~/domain/instant";
import { loadMessageSources } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import { sendEmail, sendEmailConfig, type SendEmailConfig } from "~/steps/send-email/definition";
import { compiledVersions } from "~/runtime/runs/compiled-versions.server";
import { dueMessages, type DueMessage } from "./due-messages.server";
import { prepareEmail, type PreparedEmail } from "./prepare-email.server";
import { loadSendingFacts } from "./sending-facts.server";
import { saveOutcomes, type MessageOutcome } from "./save-outcomes.server";

export type SendingContext = Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake" | "email" | "sign"> & { env: Pick<Environment, "SHOPIFY_APP_URL"> };

/** One provider call, stored. Its id is the idempotency key. */
export interface StoredBatch {
  shop: ShopRow;
  id: string;
  createdAt: Instant;
  attempts: number;
  messages: BatchMessage[];
  emails: OutgoingEmail[];
}

type BatchMessage = Pick<DueMessage, "id" | "runId" | "scenarioId" | "versionId" | "stepId" | "attempts">;

export interface Claimed {
  /** Null when none of them may go out. */
  batch: StoredBatch | null;
  /** Messages that were taken, sent or not. */
  taken: number;
}

/** Real time: a template may take a quarter of a second, and other shops wait. What is not rendered by then has its turn later. */
const RENDERING_MS = 1_000;
const UNBROKEN_MS = 20;

interface Prepared {
  message: DueMessage;
  config: SendEmailConfig | null;
  /** Null for one that could not go out a moment ago. */
  email: PreparedEmail | null;
}

/**
 * Takes what is due of one shop: renders it first, since that takes longer than a write may, then in one transaction
 * checks each message once more (R42), saves those that cannot go out with their reason, and stores the others as one
 * batch before anybody calls the provider. `lease` is real time.
 */
export async function claimMessages(context: SendingContext, shopId: number, lease: number): Promise<Claimed> {
  const { db, clock, newId, email } = context;
  const now = clock.now();
  const shop = await db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", shopId).executeTakeFirstOrThrow();
  const prepared = await prepare(context, shop, await dueMessages(db, shopId, now, email.mostPerCall), now);
  if (prepared.length === 0) return { batch: null, taken: 0 };
  const batchId = newId();

  const claimed = await db.write(async (tx) => {
    const current = await stillQueued(tx, shopId, prepared);
    const outcomes: MessageOutcome[] = current.flatMap(({ message, config }) => (config ? [] : [{ message, status: "failed" as const, reason: "step-missing", detail: null }]));
    const going: { message: DueMessage; email: PreparedEmail & { ok: true }; consentId: string | null }[] = [];
    const asked = current.flatMap(({ message, config }) => (config ? [{ message, config }] : []));
    const cases = await loadSendingFacts(tx, shop, asked, now);
    const preparedOf = new Map(prepared.map((one) => [one.message.id, one]));
    for (const { message: { id }, facts } of cases) {
      const one = preparedOf.get(id);
      if (!one) continue;
      const decision = decideSending(facts);
      if (!decision.send) outcomes.push({ message: one.message, status: "suppressed", reason: decision.reason, detail: Object.values(decision.values)[0] ?? null });
      else if (one.email && !one.email.ok) outcomes.push({ message: one.message, status: "failed", reason: one.email.reason, detail: one.email.detail });
      // What was not rendered, or for another address, is found again at the next turn.
      else if (one.email?.ok && one.email.email.to === decision.to) going.push({ message: one.message, email: one.email, consentId: decision.consentId });
    }
    await saveOutcomes(tx, context, shop, now, outcomes);
    if (going.length > 0) await storeBatch(tx, shopId, { id: batchId, now, leaseUntil: clock.real() + lease }, going);
    return { going, settled: outcomes.length };
  });
  if (claimed.settled > 0) context.wake.wake("runs");
  const { going } = claimed;
  const batch = going.length === 0 ? null : { shop, id: batchId, createdAt: now, attempts: 1, messages: going.map(({ message }) => message), emails: going.map((one) => one.email.email) };
  return { batch, taken: claimed.settled + going.length };
}

async function prepare(context: SendingContext, shop: ShopRow, due: readonly DueMessage[], now: Instant): Promise<Prepared[]> {
  if (due.length === 0) return [];
  const { db, log, sign, env } = context;
  const versions = await compiledVersions(db, shop.id, due.map(({ versionId }) => versionId), log);
  const configOf = (message: DueMessage): SendEmailConfig | null => {
    const step = versions.get(message.versionId)?.steps.get(message.stepId);
    return step?.type.type === sendEmail.type ? sendEmailConfig.parse(step.config) : null;
  };
  const asked = due.map((message) => ({ message, config: configOf(message) }));
  const cases = await loadSendingFacts(db, shop, asked.flatMap(({ message, config }) => (config ? [{ message, config }] : [])), now);
  const going = cases.flatMap(({ message, config, facts, subject }) => {
    const decision = decideSending(facts);
    return decision.send && subject ? [{ message, config, subject, to: decision.to }] : [];
  });
  const sources = await loadMessageSources(db, shop, going.map(({ subject }) => subject));
  const emails = new Map<string, PreparedEmail>();
  const left = new Set<string>();
  const began = performance.now();
  let rested = began;
  for (const [index, { message, config, to }] of going.entries()) {
    const source = sources[index];
    if (performance.now() - began > RENDERING_MS) left.add(message.id);
    else if (source) emails.set(message.id, prepareEmail(config, source, { appUrl: env.SHOPIFY_APP_URL.replace(/\/+$/, ""), sign, shop, messageId: message.id, to, now }));
    // Requests get their turn between the renders.
    if (performance.now() - rested < UNBROKEN_MS) continue;
    await setImmediate();
    rested = performance.now();
  }
  return asked.filter(({ message }) => !left.has(message.id)).map(({ message, config }) => ({ message, config, email: emails.get(message.id) ?? null }));
}

/** Those that nobody cancelled or took meanwhile, in the order of their ids, which is the order in the call. */
async function stillQueued(tx: WriteStatements, shopId: number, prepared: readonly Prepared[]): Promise<Prepared[]> {
  const rows = await tx.forShop(shopId).selectFrom("Message").select("id").where("id", "in", prepared.map(({ message }) => message.id))
    .where("status", "=", "queued").where("batchId", "is", null).execute();
  const queued = new Set(rows.map(({ id }) => id));
  return prepared.filter(({ message }) => queued.has(message.id)).sort((a, b) => (a.message.id < b.message.id ? -1 : 1));
}

async function storeBatch(
  tx: WriteStatements, shopId: number, batch: { id: string; now: Instant; leaseUntil: number },
  going: readonly { message: DueMessage; email: PreparedEmail & { ok: true }; consentId: string | null }[],
): Promise<void> {
  await insertRows(tx.acrossShops, "SendBatch", [{ shopId, id: batch.id, channel: "email", status: "stored", createdAt: batch.now, attempts: 1, nextTryAt: batch.now, leaseUntil: batch.leaseUntil, lastError: null }]);
  await insertRows(tx.acrossShops, "MessageContent", going.map(({ message, email }) => ({ shopId, messageId: message.id, payload: JSON.stringify(email.email), links: JSON.stringify(email.links) })));
  const rows = going.map(({ message, email, consentId }) => [message.id, email.email.to, email.email.subject, consentId]);
  await sql`
    with v("id", "to", "subject", "consentId") as (${valueRows(["text", "text", "text", "text"], rows)})
    update "Message" set "status" = 'handing-over', "batchId" = ${batch.id}, "dueAt" = null, "attempts" = "attempts" + 1,
      "toAddress" = v."to", "subject" = v."subject", "consentId" = v."consentId"
    from v where "Message"."shopId" = ${shopId} and "Message"."id" = v."id"`.execute(tx.acrossShops);
}
