import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { AppContext } from "~/app-context";
import type { Environment } from "~/env.server";
import type { Channel } from "~/domain/message/channel";
import { decideSending } from "~/domain/message/decide-sending";
import type { SendingTerms } from "~/domain/message/sending-terms";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import { forgetContents } from "~/services/messages/forget-contents.server";
import { loadMessageSources } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import { compiledVersions } from "~/runtime/runs/compiled-versions.server";
import { dueMessages, type DueMessage } from "./due-messages.server";
import type { Outbound, Prepared } from "./outbound";
import { loadSendingFacts, type SendingCase } from "./sending-facts.server";
import { saveOutcomes, type MessageOutcome } from "./save-outcomes.server";

export type SendingContext = Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake" | "sign"> & { env: Pick<Environment, "SHOPIFY_APP_URL"> };

/** One provider call, stored. Its id is the idempotency key, where the provider takes one. */
export interface StoredBatch {
  shop: ShopRow;
  id: string;
  createdAt: Instant;
  attempts: number;
  messages: BatchMessage[];
  /** In the order of the messages. */
  payloads: string[];
}

/** `providerId` is known before the answer where a callback came first. */
type BatchMessage = Pick<DueMessage, "id" | "runId" | "scenarioId" | "versionId" | "stepId" | "attempts"> & { providerId?: string | null };

export interface Claimed {
  /** None when none of them may go out. */
  batches: StoredBatch[];
  /** Messages that were taken, sent or not. */
  taken: number;
}

/** Real time: a template may take a quarter of a second, and other shops wait. What is not rendered by then has its turn later. */
const RENDERING_MS = 1_000;
const UNBROKEN_MS = 20;

interface Rendered {
  message: DueMessage;
  /** Null where the step that asked is gone. */
  terms: SendingTerms | null;
  /** Null for one that could not go out a moment ago. */
  prepared: Prepared | null;
  /** What it was rendered about. */
  seen: string;
}

interface Going {
  message: DueMessage;
  batchId: string;
  to: string;
  prepared: Prepared & { ok: true };
  consentId: string | null;
}

/**
 * Takes what is due of one shop by one channel: renders it first, since that takes longer than a write may, then
 * checks each message once more (R42), saves those that cannot go out with their reason, and stores the others before anybody calls the
 * provider, in batches of one call each: `calls` at most, to be begun at once. `lease` is real time.
 */
export async function claimMessages(context: SendingContext, outbound: Outbound, shopId: number, calls: number, lease: number): Promise<Claimed> {
  const now = context.clock.now();
  const claimed = await context.db.take(async ({ read, write }) => {
    const shop = await read.acrossShops.selectFrom("Shop").selectAll().where("id", "=", shopId).executeTakeFirstOrThrow();
    const rendered = await render(read, context, outbound, shop, await dueMessages(read, outbound.channel, shopId, now, outbound.mostPerCall * calls), now);
    return rendered.length === 0 ? null : { shop, ...await write((tx) => settle(tx, context, outbound, shop, rendered, { now, lease })) };
  });
  if (!claimed) return { batches: [], taken: 0 };
  const { shop, going, told } = claimed;
  // Whom a message was sent to may be asked (R20, R31), which is read and then decided about. Should this process die before, they are found again.
  if (told.length > 0) await context.db.write((tx) => saveOutcomes(tx, context, shop, outbound.channel, now, told));
  const settled = claimed.settled + told.length;
  if (settled > 0) context.wake.wake("runs");
  const batches = [...Map.groupBy(going, ({ batchId }) => batchId)].map(([id, ofCall]): StoredBatch => (
    { shop, id, createdAt: now, attempts: 1, messages: ofCall.map(({ message }) => message), payloads: ofCall.map((one) => one.prepared.payload) }));
  return { batches, taken: settled + going.length };
}

/** Decides about each once more, saves what cannot go out and stores the batch. */
async function settle(
  tx: WriteStatements, context: SendingContext, outbound: Outbound, shop: ShopRow, rendered: readonly Rendered[], { now, lease }: { now: Instant; lease: number },
): Promise<{ going: Going[]; told: MessageOutcome[]; settled: number }> {
  const current = await stillQueued(tx, shop.id, rendered);
  // Back in the queue because the provider did not have it, and then a callback said that it does.
  const told = current.flatMap(({ message, toldId }): MessageOutcome[] => (toldId === null ? [] : [{ message, status: "handed-over", reason: null, detail: null, providerId: toldId }]));
  const outcomes = current.flatMap(({ message, terms, toldId }): MessageOutcome[] => (terms || toldId !== null ? [] : [{ message, status: "failed", reason: "step-missing", detail: null }]));
  const passed: Omit<Going, "batchId">[] = [];
  const asked = current.flatMap(({ message, terms, toldId }) => (terms && toldId === null ? [{ message, terms }] : []));
  const cases = await loadSendingFacts(tx, shop, outbound, asked, now);
  const renderedOf = new Map(rendered.map((one) => [one.message.id, one]));
  for (const { message: { id }, facts, subject } of cases) {
    const one = renderedOf.get(id);
    if (!one) continue;
    const decision = decideSending(facts);
    if (!decision.send) outcomes.push({ message: one.message, status: "suppressed", reason: decision.reason, detail: Object.values(decision.values)[0] ?? null });
    else if (one.prepared && !one.prepared.ok) outcomes.push({ message: one.message, status: "failed", reason: one.prepared.reason, detail: one.prepared.detail });
    // What was not rendered, or for another address or cart, is found again at the next turn.
    else if (one.prepared?.ok && one.prepared.to === decision.to && one.seen === seenOf(subject)) passed.push({ message: one.message, to: decision.to, prepared: one.prepared, consentId: decision.consentId });
  }
  await saveOutcomes(tx, context, shop, outbound.channel, now, outcomes);
  // What was kept of an earlier try, in case that it was taken after all, has come to its end, or is rendered anew.
  const over = outcomes.flatMap(({ message, status }) => (status === "handed-over" ? [] : message.id));
  await forgetContents(tx, shop.id, [...over, ...passed.map(({ message }) => message.id)].filter((id) => (renderedOf.get(id)?.message.attempts ?? 0) > 0));
  const going = chunksOf(passed, outbound.mostPerCall).flatMap((ofCall) => {
    const batchId = context.newId();
    return ofCall.map((one): Going => ({ ...one, batchId }));
  });
  if (going.length > 0) await storeBatches(tx, shop.id, { channel: outbound.channel, now, leaseUntil: context.clock.real() + lease }, going);
  return { going, told, settled: outcomes.length };
}

async function render(db: Statements, context: SendingContext, outbound: Outbound, shop: ShopRow, due: readonly DueMessage[], now: Instant): Promise<Rendered[]> {
  if (due.length === 0) return [];
  const { log, sign, env } = context;
  const versions = await compiledVersions(db, shop.id, due.map(({ versionId }) => versionId), log);
  const asked = due.map((message) => ({ message, terms: outbound.terms(versions.get(message.versionId)?.steps.get(message.stepId)) }));
  const cases = await loadSendingFacts(db, shop, outbound, asked.flatMap(({ message, terms }) => (terms ? [{ message, terms }] : [])), now);
  const going = cases.flatMap(({ message, terms, facts, subject }) => {
    const decision = decideSending(facts);
    return decision.send && subject ? [{ message, terms, subject, to: decision.to }] : [];
  });
  const sources = await loadMessageSources(db, shop, going.map(({ subject }) => subject));
  const ready = new Map<string, Prepared>();
  const left = new Set<string>();
  const began = performance.now();
  let rested = began;
  for (const [index, { message, terms, to }] of going.entries()) {
    const source = sources[index];
    if (performance.now() - began > RENDERING_MS) left.add(message.id);
    else if (source) ready.set(message.id, outbound.prepare(terms, source, { appUrl: env.SHOPIFY_APP_URL.replace(/\/+$/, ""), sign, shop, messageId: message.id, to, now }));
    // Requests get their turn between the renders.
    if (performance.now() - rested < UNBROKEN_MS) continue;
    await setImmediate();
    rested = performance.now();
  }
  const seen = new Map(cases.map(({ message, subject }) => [message.id, seenOf(subject)]));
  return asked.filter(({ message }) => !left.has(message.id)).map(({ message, terms }) => ({ message, terms, prepared: ready.get(message.id) ?? null, seen: seen.get(message.id) ?? "" }));
}

/** The cart and the products of the trigger, as they were read. */
const seenOf = (subject: SendingCase["subject"]): string => JSON.stringify([subject?.cart ?? null, subject?.context.productIds ?? []]);

/** Those that nobody cancelled or took meanwhile, in the order of their ids, which is the order in the call. */
async function stillQueued(tx: WriteStatements, shopId: number, rendered: readonly Rendered[]): Promise<(Rendered & { toldId: string | null })[]> {
  const keys = rendered.map(({ message }) => [shopId, message.id]);
  const { rows } = await sql<{ id: string; providerId: string | null }>`
    with v("shopId", "id") as (${valueRows(tx.dialect, ["bigint", "text"], keys)})
    select m."id", m."providerId" from v join "Message" as m on m."shopId" = v."shopId" and m."id" = v."id" where m."status" = 'queued' and m."batchId" is null`.execute(tx.acrossShops);
  const queued = new Map(rows.map(({ id, providerId }) => [id, providerId]));
  return rendered.flatMap((one) => (queued.has(one.message.id) ? [{ ...one, toldId: queued.get(one.message.id) ?? null }] : [])).sort((a, b) => (a.message.id < b.message.id ? -1 : 1));
}

async function storeBatches(tx: WriteStatements, shopId: number, { channel, now, leaseUntil }: { channel: Channel; now: Instant; leaseUntil: number }, going: readonly Going[]): Promise<void> {
  const ids = [...new Set(going.map(({ batchId }) => batchId))];
  await insertRows(tx.acrossShops, "SendBatch", ids.map((id) => ({ shopId, id, channel, status: "stored", createdAt: now, attempts: 1, nextTryAt: now, leaseUntil, lastError: null })));
  await insertRows(tx.acrossShops, "MessageContent", going.map(({ message, prepared }) => ({ shopId, messageId: message.id, payload: prepared.payload, links: JSON.stringify(prepared.links) })));
  const short = going.flatMap(({ message, prepared }) => (prepared.shortLinks ?? []).map(({ code, link }) => ({ shopId, code, messageId: message.id, link })));
  if (short.length > 0) await insertRows(tx.acrossShops, "ShortLink", short);
  const rows = going.map(({ message, batchId, to, prepared, consentId }) => [shopId, message.id, batchId, to, prepared.subject, consentId]);
  await sql`
    with v("shopId", "id", "batchId", "to", "subject", "consentId") as (${valueRows(tx.dialect, ["bigint", "text", "text", "text", "text", "text"], rows)})
    update "Message" set "status" = 'handing-over', "batchId" = v."batchId", "dueAt" = null, "attempts" = "attempts" + 1,
      "toAddress" = v."to", "subject" = v."subject", "consentId" = v."consentId"
    from v where "Message"."shopId" = v."shopId" and "Message"."id" = v."id"`.execute(tx.acrossShops);
}
