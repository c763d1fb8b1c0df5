import { AdminApiError, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import type { ServiceContext } from "~/app-context";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { tellChosenTrait } from "~/services/shopify/tell-chosen-trait.server";
import { tellShopify, type Write } from "./tell-shopify.server";

const LEASE_MS = 45_000;

/**
 * R45: tells Shopify what changed here. Each write states the wished end, so that doing it twice changes nothing; one
 * that was changed again meanwhile (its revision grew) stays waiting.
 */
export function shopifyWritesWork(context: ServiceContext, openAdminApi: OpenAdminApi): Work {
  const { db, clock, log } = context;

  const claim = async (write: Write): Promise<boolean> => {
    const real = clock.real();
    const { numUpdatedRows } = await db.write((tx) =>
      ofWrite(tx.forShop(write.shopId).updateTable("ShopifyWrite"), write).set({ leaseUntil: real + LEASE_MS })
        .where("status", "=", "waiting").where("revision", "=", write.revision)
        .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)])).executeTakeFirst());
    return numUpdatedRows === 1n;
  };

  const settle = (write: Write, set: Partial<Pick<Write, "status" | "error" | "doneAt" | "nextTryAt" | "attempts">>) =>
    db.write((tx) => ofWrite(tx.forShop(write.shopId).updateTable("ShopifyWrite"), write).set({ ...set, leaseUntil: null }).where("revision", "=", write.revision).execute());

  const noteFailure = async (write: Write, failure: unknown): Promise<void> => {
    const attempts = write.attempts + 1;
    const retryable = !(failure instanceof AdminApiError) || failure.retryable;
    const delay = retryable ? retryDelay(attempts) : null;
    const rest = failure instanceof AdminApiError ? failure.retryAfterMs : 0;
    log.warn({ err: failure, shopId: write.shopId, kind: write.kind, subject: write.subjectId, attempts }, delay === null ? "Shopify refused a change" : "a change could not be told to Shopify; it is tried again");
    const error = failure instanceof Error ? failure.message : String(failure);
    await settle(write, { attempts, error, ...(delay === null ? { status: "failed" } : { nextTryAt: clock.now() + Math.max(delay, rest) }) });
  };

  return {
    name: "shopify-writes",
    async runDue() {
      const write = await db.acrossShops.selectFrom("ShopifyWrite").selectAll().where("status", "=", "waiting").where("nextTryAt", "<=", clock.now())
        .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", clock.real())])).orderBy("nextTryAt").executeTakeFirst();
      // Values from before a trait was chosen go out only when nothing else waits.
      if (!write) return tellChosenTrait(context);
      if (!(await claim(write))) return 0;
      try {
        const shop = await db.acrossShops.selectFrom("Shop").select("domain").where("id", "=", write.shopId).executeTakeFirstOrThrow();
        await tellShopify(context, await openAdminApi(shop.domain), write);
        await settle(write, { status: "done", error: null, doneAt: clock.now() });
      } catch (error) {
        await noteFailure(write, error);
      }
      return 1;
    },
    async nextDueAt() {
      const next = await db.acrossShops.selectFrom("ShopifyWrite").select((row) => row.fn.min("nextTryAt").as("at")).where("status", "=", "waiting").executeTakeFirst();
      const chosen = await db.acrossShops.selectFrom("Trait").select("id").where("tellAfter", "is not", null).limit(1).executeTakeFirst();
      return chosen ? clock.now() : (next?.at ?? null);
    },
  };
}

function ofWrite<Query extends { where(column: "kind" | "subjectId", is: "=", value: string): Query }>(query: Query, write: Write): Query {
  return query.where("kind", "=", write.kind).where("subjectId", "=", write.subjectId);
}
