import type { Selectable } from "kysely";
import type { ImportJob } from "~/adapters/db/generated/tables";
import { AdminApiError, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import { readCustomersPage } from "~/services/shopify/import-customers.server";
import { readOrdersPage } from "~/services/shopify/import-orders.server";
import type { ImportedPage, ReadPage } from "~/services/shopify/import-page";
import { readProductsPage } from "~/services/shopify/import-products.server";
import type { ImportKind } from "~/services/shop/install-shop.server";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";

type Job = Selectable<ImportJob>;

/** A page that takes longer is asked for again; whoever comes first moves the cursor, the other's page is thrown away. */
const LEASE_MS = 45_000;
const SMALLEST_PAGE = 5;

/** How a kind is read, and with how many rows a page: what stays below 1,000 points, Shopify's limit for a single query. */
const KINDS: Record<ImportKind, { read: ReadPage; first: number }> = {
  customers: { read: readCustomersPage, first: 190 },
  products: { read: readProductsPage, first: 60 },
  orders: { read: readOrdersPage, first: 28 },
};

/** R45: the first import, page by page. A crash loses at most the page under way, since rows and cursor are one transaction. */
export function importWork(context: ServiceContext, openAdminApi: OpenAdminApi): Work {
  const { db, clock, log, newId } = context;
  const pageSize = new Map<string, number>();

  /** One page of one shop at a time, in the order of kinds. */
  const waiting = async (): Promise<Job[]> => {
    const unfinished = await db.acrossShops.selectFrom("ImportJob").selectAll().where("status", "in", ["waiting", "running"]).orderBy("id").execute();
    return [...new Map(unfinished.reverse().map((job) => [job.shopId, job])).values()];
  };

  const claim = async (job: Job): Promise<Instant | null> => {
    const real = clock.real();
    const leaseUntil = real + LEASE_MS;
    const { numUpdatedRows } = await db.write((tx) =>
      tx.forShop(job.shopId).updateTable("ImportJob")
        .set({ status: "running", leaseUntil, startedAt: job.startedAt ?? clock.now() })
        .where("id", "=", job.id).where("status", "in", ["waiting", "running"])
        .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)]))
        .executeTakeFirst());
    return numUpdatedRows === 1n ? leaseUntil : null;
  };

  const readPage = async (job: Job, first: number): Promise<ImportedPage> => {
    const shop = await db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", job.shopId).executeTakeFirstOrThrow();
    const api = await openAdminApi(shop.domain);
    return KINDS[job.kind as ImportKind].read(api, shop, { first, after: job.cursor, since: job.createdAt });
  };

  const save = (job: Job, leaseUntil: Instant, page: ImportedPage): Promise<boolean> =>
    db.write(async (tx) => {
      const now = clock.now();
      const done = job.done + page.rows;
      const { numUpdatedRows } = await tx.forShop(job.shopId).updateTable("ImportJob")
        .set({
          cursor: page.next ?? job.cursor, done, total: page.next === null ? done : page.total, attempts: 0, error: null, leaseUntil: null,
          nextTryAt: now + page.restMs, status: page.next === null ? "done" : "running", finishedAt: page.next === null ? now : null,
        })
        .where("id", "=", job.id).where("leaseUntil", "=", leaseUntil).executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await page.save(tx, { now, newId, log });
      return true;
    });

  const note = async (job: Job, leaseUntil: Instant, failure: unknown): Promise<void> => {
    const error = failure instanceof Error ? failure.message : String(failure);
    const retryable = !(failure instanceof AdminApiError) || failure.retryable;
    const delay = retryable ? retryDelay(job.attempts + 1) : null;
    const wait = failure instanceof AdminApiError ? failure.retryAfterMs : 0;
    log.warn({ err: failure, shopId: job.shopId, job: job.id, kind: job.kind, attempt: job.attempts + 1 }, delay === null ? "an import failed" : "an import's page failed; it is tried again");
    const now = clock.now();
    await db.write((tx) =>
      tx.forShop(job.shopId).updateTable("ImportJob")
        .set({ attempts: job.attempts + 1, error, leaseUntil: null, ...(delay === null ? { status: "failed", finishedAt: now } : { nextTryAt: now + Math.max(delay, wait) }) })
        .where("id", "=", job.id).where("leaseUntil", "=", leaseUntil).execute());
  };

  return {
    name: "import",
    async runDue() {
      const now = clock.now();
      const [job] = (await waiting()).filter(({ nextTryAt }) => nextTryAt <= now).sort((a, b) => a.nextTryAt - b.nextTryAt);
      const leaseUntil = job ? await claim(job) : null;
      if (!job || leaseUntil === null) return 0;
      const sizeKey = `${job.shopId}:${job.kind}`;
      const first = pageSize.get(sizeKey) ?? KINDS[job.kind as ImportKind].first;
      try {
        await save(job, leaseUntil, await readPage(job, first));
      } catch (error) {
        if (error instanceof AdminApiError && error.code === "MAX_COST_EXCEEDED" && first > SMALLEST_PAGE) {
          pageSize.set(sizeKey, Math.max(SMALLEST_PAGE, Math.floor(first / 2)));
          await db.write((tx) => tx.forShop(job.shopId).updateTable("ImportJob").set({ leaseUntil: null }).where("id", "=", job.id).where("leaseUntil", "=", leaseUntil).execute());
        } else {
          await note(job, leaseUntil, error);
        }
      }
      return 1;
    },
    async nextDueAt() {
      const instants = (await waiting()).map(({ nextTryAt }) => nextTryAt);
      return instants.length > 0 ? Math.min(...instants) : null;
    },
  };
}
