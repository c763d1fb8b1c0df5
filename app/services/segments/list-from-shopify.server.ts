import { AdminApiError, type AdminApi } from "~/adapters/shopify/admin-api";
import { customerSegments } from "~/adapters/shopify/queries/customer-segments";
import type { ServiceContext } from "~/app-context";

/** 2,000 segments; what a shop has beyond is not offered. */
const MOST_PAGES = 8;

interface Listed {
  id: string;
  name: string;
  query: string;
}

/**
 * Reads from Shopify which segments the merchant has there, and keeps it: new ones, their names and queries, and which are gone. Answers in Shopify's words why it could
 * not be read; what was known stays then.
 */
export async function listFromShopify({ db, clock, log }: Pick<ServiceContext, "db" | "clock" | "log">, shopId: number, open: () => Promise<AdminApi>): Promise<{ failed: string | null }> {
  const now = clock.now();
  const listed: Listed[] = [];
  try {
    const api = await open();
    let after = null as string | null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { data } = await api.ask(customerSegments, { after });
      listed.push(...data.segments.nodes);
      after = data.segments.pageInfo.hasNextPage ? data.segments.pageInfo.endCursor : null;
      if (after === null) break;
    }
    await keep({ db }, shopId, listed, { now, whole: after === null });
  } catch (error) {
    if (!(error instanceof AdminApiError)) throw error;
    log.warn({ err: error, shopId }, "the segments that the shop has in Shopify could not be read");
    return { failed: error.message };
  }
  return { failed: null };
}

async function keep({ db }: Pick<ServiceContext, "db">, shopId: number, listed: readonly Listed[], { now, whole }: { now: number; whole: boolean }): Promise<void> {
  await db.write(async (tx) => {
    const own = tx.forShop(shopId);
    const known = new Map((await own.selectFrom("ShopifySegment").select(["id", "name", "query", "goneAt", "readAt"]).execute()).map((row) => [row.id, row]));
    for (const { id, name, query } of listed) {
      const before = known.get(id);
      known.delete(id);
      if (!before) await own.insertInto("ShopifySegment").values({ shopId, id, name, query, readAt: now, pass: 0, found: 0, strangers: 0, attempts: 0 }).onConflict((taken) => taken.doNothing()).execute();
      else if (before.name !== name || before.query !== query || before.goneAt !== null) await own.updateTable("ShopifySegment").set({ name, query, readAt: now, goneAt: null }).where("id", "=", id).where("readAt", "<=", now).execute();
    }
    if (!whole) return;
    for (const { id } of known.values()) await own.updateTable("ShopifySegment").set({ goneAt: now }).where("id", "=", id).where("goneAt", "is", null).where("readAt", "<=", now).execute();
  });
}
