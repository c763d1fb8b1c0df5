import { AdminApiError, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import type { ReadBulkFile } from "~/adapters/shopify/bulk/read-bulk-file.server";
import type { ServiceContext } from "~/app-context";
import type { Milliseconds } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { IMPORTED, importFilter } from "~/services/shopify/import-kinds";
import type { ImportKind } from "~/services/shop/install-shop.server";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { LEASE_MS, ofLease, type ClaimedJob, type Job } from "./claimed-job";
import { pollRest, readGathering, startGathering, type Gathering } from "./gather-rows.server";
import { LostLease, readRows } from "./read-rows.server";

/** So long one job may read before another shop's gets its turn. Real time. */
const TURN_MS = 5_000;

/**
 * R45: the first import and the reconciles. Shopify gathers the rows of one kind by a bulk query; the file it makes is read
 * as a stream and saved in pieces, each in one transaction with the place up to which the file is read, so that a crash loses
 * nothing and no row counts twice. A bulk query that failed, was cancelled or expired is started anew, with growing rests; what
 * was saved by then stays. What Shopify refuses for good fails the job, in sight of the merchant.
 */
export function importWork(context: ServiceContext, openAdminApi: OpenAdminApi, readFile: ReadBulkFile, turnMs: Milliseconds = TURN_MS, pieceOf = context.db.dialect.rowsAtOnce): Work {
  const { db, clock, log, newId } = context;

  /** One job of one shop at a time, in the order of kinds. */
  const waiting = async (): Promise<Job[]> => {
    const unfinished = await db.acrossShops.selectFrom("ImportJob").selectAll().where("status", "in", ["waiting", "running"]).orderBy("id").execute();
    return [...new Map(unfinished.reverse().map((job) => [job.shopId, job])).values()];
  };

  const claim = async (job: Job): Promise<ClaimedJob | null> => {
    const real = clock.real();
    const taken = { status: "running", leaseUntil: real + LEASE_MS, startedAt: job.startedAt ?? clock.now(), operationName: job.operationName ?? `Scenarios_${newId().replaceAll("-", "")}` };
    const { numUpdatedRows } = await db.write((tx) =>
      tx.forShop(job.shopId).updateTable("ImportJob").set(taken)
        .where("id", "=", job.id).where("status", "in", ["waiting", "running"])
        .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)]))
        .executeTakeFirst());
    return numUpdatedRows === 1n ? { ...job, ...taken, kind: job.kind as ImportKind } : null;
  };

  /** Gives the job back. Nothing happens where another process has taken it. */
  const giveBack = (job: ClaimedJob, set: Partial<Job>) =>
    db.write((tx) => ofLease(tx, job).set({ leaseUntil: null, ...set }).execute());

  const goOn = async (job: ClaimedJob, known: boolean): Promise<void> => {
    const shop = await db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", job.shopId).executeTakeFirstOrThrow();
    const api = await openAdminApi(shop.domain);
    const now = clock.now();
    const gathering = job.operationId === null
      ? await startGathering(api, IMPORTED[job.kind].query(job.operationName ?? "", importFilter(job)), job.operationName ?? "", known)
      : await readGathering(api, job.operationId);
    switch (gathering.is) {
      case "busy": return void (await giveBack(job, { nextTryAt: now + gathering.restMs }));
      case "started": return void (await giveBack(job, { operationId: gathering.id, gathered: 0, readTo: 0, done: 0, total: null, nextTryAt: now + pollRest(0) }));
      case "under way": return void (await giveBack(job, { gathered: gathering.gathered, attempts: 0, error: null, nextTryAt: now + pollRest(now - (job.startedAt ?? now)) }));
      case "done": return read(job, shop, gathering);
      default: return gathering satisfies never;
    }
  };

  const read = async (job: ClaimedJob, shop: ShopRow, { url, size, total }: Extract<Gathering, { is: "done" }>): Promise<void> => {
    const ended = url === null || (await readRows(context, shop, job, { bytes: readFile(url, job.readTo), size, total }, turnMs, pieceOf));
    const now = clock.now();
    await giveBack(job, ended ? { status: "done", finishedAt: now, error: null, gathered: null, ...(url === null ? { total: 0 } : {}) } : { nextTryAt: now });
    if (ended) log.info({ shopId: job.shopId, job: job.id, kind: job.kind, purpose: job.purpose }, "an import is done");
  };

  const noteFailure = async (job: ClaimedJob, failure: unknown): Promise<void> => {
    if (failure instanceof LostLease) return log.warn({ shopId: job.shopId, job: job.id }, "another process has taken over an import");
    const error = failure instanceof Error ? failure.message : String(failure);
    const told = failure instanceof AdminApiError ? failure : null;
    // What was read meanwhile has set it back to none.
    const { attempts } = await db.forShop(job.shopId).selectFrom("ImportJob").select("attempts").where("id", "=", job.id).executeTakeFirst() ?? job;
    const delay = told && !told.retryable ? null : retryDelay(attempts + 1);
    const anew = told?.code === "BULK_LOST" || told?.code === "BULK_FILE_GONE" || delay === null;
    log.warn({ err: failure, shopId: job.shopId, job: job.id, kind: job.kind, attempt: attempts + 1 }, delay === null ? "an import failed" : "an import was held up; it is tried again");
    const now = clock.now();
    await giveBack(job, {
      attempts: attempts + 1, error,
      ...(anew ? { operationName: null, operationId: null, gathered: null, readTo: 0 } : {}),
      ...(delay === null ? { status: "failed", finishedAt: now } : { nextTryAt: now + Math.max(delay, told?.retryAfterMs ?? 0) }),
    });
  };

  return {
    name: "import",
    async runDue() {
      const now = clock.now();
      const [job] = (await waiting()).filter(({ nextTryAt }) => nextTryAt <= now).sort((a, b) => a.nextTryAt - b.nextTryAt);
      const claimed = job ? await claim(job) : null;
      if (!job || !claimed) return 0;
      try {
        await goOn(claimed, job.operationName !== null);
      } catch (error) {
        await noteFailure(claimed, error);
      }
      return 1;
    },
    async nextDueAt() {
      const instants = (await waiting()).map(({ nextTryAt }) => nextTryAt);
      return instants.length > 0 ? Math.min(...instants) : null;
    },
  };
}
