import type { WriteStatements } from "~/adapters/db/database.server";
import type { AppContext } from "~/app-context";
import type { RemovalReason } from "~/domain/engine/run";
import { nextTry } from "~/domain/errand/backoff";
import { DAY } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import type { ErrandDoer, ErrandRow, Tried } from "./errand-doer";
import { postponeErrand, settleErrand, type SettledErrand } from "./save-errand.server";

export type ErrandsContext = Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake">;

/**
 * One claimed errand: decide what is done and store it, try, save the outcome and the run's wake-up together. A crash at
 * any statement leaves it under a lease that runs out; whoever takes it over goes on from what is stored.
 */
export async function doErrand(context: ErrandsContext, doer: ErrandDoer, shop: ShopRow, errand: ErrandRow): Promise<void> {
  const { db, clock } = context;
  const settle = async (outcome: SettledErrand) => {
    const settled = await db.write((tx) => settleErrand(tx, context, shop, clock.now(), errand, outcome));
    if (settled && errand.retriedAt === null) context.wake.wake("runs");
  };

  // What was stored before they were deleted is told nobody any more, whoever asks.
  if (errand.retriedAt !== null && (await isCustomerGone(db, shop.id, errand))) return settle({ status: "cancelled", reason: "customer-deleted", error: null, result: null });
  const ended = errand.retriedAt === null ? await endOfRun(context.db, shop.id, errand) : null;
  const atItsEnd = ended === null ? null : await settleAfterItsRun(context, doer, shop, errand, ended);
  if (atItsEnd) return settle(atItsEnd);
  if (errand.attempts > doer.policy.mostTries) return settle({ status: "failed", reason: "no-answer", error: errand.error, result: null });

  let { payload } = errand;
  if (payload === null) {
    const prepared = await doer.prepare(db, shop, errand, clock.now());
    if (!prepared.ok) return settle({ ...prepared, result: null });
    const refused = await db.write((tx) => store(tx, context, doer, shop, errand, prepared.payload));
    if (refused === "lost") return;
    if (refused !== null) return settle({ status: "cancelled", reason: refused.reason, error: null, result: null });
    payload = prepared.payload;
  }

  const tried = await doer.act(shop, { ...errand, payload }, clock.now()).catch((error: unknown): Tried => {
    context.log.error({ err: error, shopId: shop.id, errandId: errand.id, kind: errand.kind }, "a try of an errand ended in an error");
    return { outcome: "later", certain: false, after: null, reason: "no-answer", error: error instanceof Error ? error.message : String(error) };
  });
  if (tried.outcome !== "later") {
    return settle({ status: tried.outcome, reason: tried.outcome === "done" ? null : tried.reason, error: tried.outcome === "done" ? null : tried.error, result: "result" in tried ? tried.result : null });
  }

  const result = tried.result ?? null;
  const now = clock.now();
  const nextTryAt = nextTry(doer.policy, { now, tries: errand.attempts, asked: tried.after, seed: errand.id });
  if (nextTryAt === null) return settle({ status: "failed", reason: tried.reason, error: tried.error, result });
  const unheard = errand.unheard === 1 || !tried.certain;
  const cancelled = await db.write(async (tx) => {
    const why = errand.retriedAt === null && !unheard ? await endOfRun(tx, shop.id, errand) : null;
    if (why !== null) return settleErrand(tx, context, shop, now, errand, { status: "cancelled", reason: why, error: tried.error, result });
    await postponeErrand(tx, shop.id, errand, nextTryAt, { unheard, error: tried.error, result });
    return false;
  });
  if (cancelled) context.wake.wake("runs");
}

/** Runs end so where the merchant stops all that is under way. */
const STOPPED: ReadonlySet<string> = new Set<RemovalReason>(["stopped", "scenario-deleted"]);
/** So long after it was decided an errand is seen through though its run has ended. Receivers remember keys for about a day. */
const SEEN_THROUGH_FOR = DAY;

/**
 * What became of an errand whose run has ended: nothing, where each try was heard of. Null where only another try can tell: the other side may
 * have taken it, and drops what comes again under its key. It is seen through then, unless the merchant wants nothing to go out any more, or it is too late.
 */
async function settleAfterItsRun({ db, clock }: ErrandsContext, doer: ErrandDoer, shop: ShopRow, errand: ErrandRow, ended: string): Promise<SettledErrand | null> {
  const nothing = { status: "cancelled", reason: ended, error: null, result: null } as const;
  if (errand.unheard === 0 || errand.preparedAt === null) return nothing;
  if (doer.findOut) {
    const found = await doer.findOut(shop, errand);
    return found ? { status: "done", reason: null, error: null, result: found.result } : nothing;
  }
  const unwanted = STOPPED.has(ended) || clock.now() - errand.preparedAt >= SEEN_THROUGH_FOR || (await isScenarioDeleted(db, shop.id, errand)) || (await isCustomerGone(db, shop.id, errand));
  return unwanted ? { status: "unknown", reason: "run-ended", error: errand.error, result: null } : null;
}

/** Why its run does not stand in its step any more; null while it does. */
async function endOfRun(db: Pick<WriteStatements, "forShop">, shopId: number, errand: ErrandRow): Promise<string | null> {
  const run = await db.forShop(shopId).selectFrom("Run").select(["status", "reason", "stepId", "seq"]).where("id", "=", errand.runId).executeTakeFirst();
  if (run?.status === "active" && run.stepId === errand.stepId && errand.effectId.startsWith(`${errand.runId}:${run.seq}:`)) return null;
  return run?.reason ?? "step-deleted";
}

async function isScenarioDeleted(db: Pick<WriteStatements, "forShop">, shopId: number, errand: ErrandRow): Promise<boolean> {
  const kept = await db.forShop(shopId).selectFrom("Scenario").select("id").where("id", "=", errand.scenarioId).where("status", "!=", "deleted").executeTakeFirst();
  return kept === undefined;
}

async function isCustomerGone(db: Pick<WriteStatements, "forShop">, shopId: number, errand: ErrandRow): Promise<boolean> {
  const present = await db.forShop(shopId).selectFrom("Customer").select("id").where("id", "=", errand.customerId).where("deletedAt", "is", null).executeTakeFirst();
  return present === undefined;
}

/** Stores what will be done, unless somebody else holds the errand now or the kind does not admit it. */
async function store(tx: WriteStatements, { clock }: ErrandsContext, doer: ErrandDoer, shop: ShopRow, errand: ErrandRow, payload: string): Promise<"lost" | { reason: string } | null> {
  const now = clock.now();
  const refused = (await doer.admit?.(tx, shop, errand, now)) ?? null;
  if (refused !== null) return refused;
  const stored = await tx.forShop(shop.id).updateTable("Errand").set({ payload, preparedAt: now })
    .where("id", "=", errand.id).where("status", "=", "under-way").where("leaseOwner", "=", errand.leaseOwner).executeTakeFirst();
  return stored.numUpdatedRows === 0n ? "lost" : null;
}
