import { setImmediate } from "node:timers/promises";
import type { Selectable } from "kysely";
import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { WebhookReceipt } from "~/adapters/db/generated/tables";
import { parseShopifyJson } from "~/adapters/shopify/parse-shopify-json";
import type { ServiceContext } from "~/app-context";
import { DAY, HOUR, type Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { webhookHandlers } from "~/services/shopify/apply-webhook.server";
import { inPieces } from "~/services/in-pieces.server";
import { NotYet } from "~/services/shopify/webhook-deps";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";

type Receipt = Selectable<WebhookReceipt>;

const BATCH = 50;
/** A delivery that comes again within this time is known by its id. */
const KEEP_MS = 7 * DAY;
/** One that could not be applied waits so long for somebody to try it again; it may name people. */
const KEEP_FAILED_MS = 30 * DAY;
const SWEEP_PIECE = 1_000;

/**
 * Applies stored webhooks in the order they came, each in one transaction with the note that it was done: a crash leaves
 * it to be applied again, a second worker finds it done. What fails is tried again with growing rests, then stays as
 * `failed` with its error. The payload of one that was applied, or whose shop never came, is dropped: it names people.
 */
export function webhooksWork(context: ServiceContext): Work {
  const { db, clock, log } = context;
  let sweptAt: Instant | null = null;

  return {
    name: "webhooks",
    async runDue() {
      const now = clock.now();
      const due = await db.acrossShops.selectFrom("WebhookReceipt").selectAll().where("status", "=", "waiting").where("nextTryAt", "<=", now).orderBy("id").limit(BATCH).execute();
      for (const receipt of due) {
        try {
          await applyReceipt(context, receipt);
        } catch (error) {
          await noteFailure(context, receipt, error);
        }
        await setImmediate();
      }
      if (due.length > 0) for (const name of ["runs", "idle-clocks", "counters", "collections"] as const) context.wake.wake(name);
      else if (sweptAt === null || now - sweptAt > HOUR) {
        sweptAt = now;
        await inPieces(db, (tx) => sweepPiece(tx, "done", now - KEEP_MS));
        await inPieces(db, (tx) => sweepPiece(tx, "failed", now - KEEP_FAILED_MS));
        log.debug("old webhook receipts were removed");
      }
      return due.length;
    },
    async nextDueAt() {
      const next = await db.acrossShops.selectFrom("WebhookReceipt").select((row) => row.fn.min("nextTryAt").as("at")).where("status", "=", "waiting").executeTakeFirst();
      return next?.at ?? null;
    },
  };
}

async function applyReceipt(context: ServiceContext, receipt: Receipt): Promise<void> {
  const handler = webhookHandlers[receipt.topic];
  if (!handler) throw new NonRetriable(`nobody applies ${receipt.topic}`);
  const payload = parsePayload(receipt.payload);
  const shop = await context.db.acrossShops.selectFrom("Shop").selectAll().where("domain", "=", receipt.shopDomain).executeTakeFirst();
  if (!shop && !handler.afterUninstall) throw new NotYet(`the shop ${receipt.shopDomain} is not installed`);
  const concerned: ShopRow | null = shop && (handler.afterUninstall || shop.uninstalledAt === null) ? shop : null;
  if (concerned && handler.in === "pieces") await handler.apply(context, concerned, receipt.triggeredAt, payload);
  await context.db.write(async (tx) => {
    if (!(await noteDone(tx, receipt)) || !concerned || handler.in === "pieces") return;
    const deps = { now: context.clock.now(), newId: context.newId, log: context.log, triggeredAt: receipt.triggeredAt };
    await handler.apply(tx, deps, concerned, payload);
  });
}

/** False where somebody else applied it in the meantime. */
async function noteDone(tx: WriteStatements, receipt: Receipt): Promise<boolean> {
  const { numUpdatedRows } = await tx.acrossShops.updateTable("WebhookReceipt")
    .set({ status: "done", nextTryAt: null, error: null, payload: "", attempts: receipt.attempts + 1 })
    .where("id", "=", receipt.id).where("status", "=", "waiting").executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function noteFailure(context: ServiceContext, receipt: Receipt, failure: unknown): Promise<void> {
  const attempts = receipt.attempts + 1;
  const hopeless = failure instanceof z.ZodError || failure instanceof NonRetriable;
  const delay = hopeless ? null : retryDelay(attempts);
  const error = failure instanceof z.ZodError ? z.prettifyError(failure) : failure instanceof Error ? failure.message : String(failure);
  const facts = { receipt: receipt.id, shop: receipt.shopDomain, topic: receipt.topic, attempts };
  if (delay === null) context.log.error({ ...facts, err: failure }, "a webhook could not be applied and is set aside");
  else if (failure instanceof NotYet) context.log.info({ ...facts, waitsFor: error }, "a webhook waits for another");
  else context.log.warn({ ...facts, err: failure }, "a webhook could not be applied; it is tried again");
  await context.db.write((tx) =>
    tx.acrossShops.updateTable("WebhookReceipt")
      .set({ attempts, error, ...(delay === null ? { status: "failed", nextTryAt: null, ...(failure instanceof NotYet ? { payload: "" } : {}) } : { nextTryAt: context.clock.now() + delay }) })
      .where("id", "=", receipt.id).where("status", "=", "waiting").execute());
}

async function sweepPiece(tx: WriteStatements, status: "done" | "failed", before: Instant): Promise<bigint> {
  const old = tx.acrossShops.selectFrom("WebhookReceipt").select("id").where("status", "=", status).where("receivedAt", "<", before).limit(SWEEP_PIECE);
  const { numDeletedRows } = await tx.acrossShops.deleteFrom("WebhookReceipt").where("id", "in", old).executeTakeFirst();
  return numDeletedRows;
}

function parsePayload(text: string): unknown {
  try {
    return parseShopifyJson(text);
  } catch (error) {
    throw new NonRetriable("the body is no JSON", { cause: error });
  }
}

/** Trying again cannot help. */
class NonRetriable extends Error {}
