import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { listPools, type PoolLine } from "./discount-pools.server";
import type { ShopRow } from "./shop.server";

/** Work that was tried often enough and waits for a person. */
export const FAILED_KINDS = ["webhooks", "imports", "shopify-writes"] as const;
export type FailedKind = (typeof FAILED_KINDS)[number];

export interface FailedWork {
  kind: FailedKind;
  count: number;
  /** What failed last, in Shopify's or our own word for it: a topic, a kind of import. */
  what: string;
  error: string | null;
  at: Instant;
}

/** A customer asked for her data; the merchant hands it over within 30 days. */
export interface OpenDataRequest {
  id: string;
  customerShopifyId: string;
  requestedAt: Instant;
  /** Whether anything is stored about her. */
  hasReport: boolean;
}

export interface NeedsAttention {
  failed: FailedWork[];
  dataRequests: OpenDataRequest[];
  /** Pools of discount codes that have been filled and run low (R30). */
  lowPools: Pick<PoolLine, "id" | "name" | "left">[];
}

const MOST_REQUESTS = 50;

/** What nobody would see otherwise: failures that are no longer tried, and customers who wait for their data. */
export async function readNeedsAttention(db: Statements, shop: Pick<ShopRow, "id" | "domain">): Promise<NeedsAttention> {
  const own = db.forShop(shop.id);
  const [webhooks, imports, writes, requests, pools] = await Promise.all([
    db.acrossShops.selectFrom("WebhookReceipt").select(({ fn }) => [fn.countAll<number>().over().as("count"), "receivedAt as at", "topic as what", "error"])
      .where("shopDomain", "=", shop.domain).where("status", "=", "failed").orderBy("receivedAt", "desc").limit(1).executeTakeFirst(),
    own.selectFrom("ImportJob").select(({ fn }) => [fn.countAll<number>().over().as("count"), "createdAt as at", "kind as what", "error"]).where("status", "=", "failed").orderBy("createdAt", "desc").limit(1).executeTakeFirst(),
    own.selectFrom("ShopifyWrite").select(({ fn }) => [fn.countAll<number>().over().as("count"), "queuedAt as at", "kind as what", "error"]).where("status", "=", "failed").orderBy("queuedAt", "desc").limit(1).executeTakeFirst(),
    own.selectFrom("DataRequest").select(({ eb }) => ["id", "customerShopifyId", "requestedAt", eb("report", "is not", null).as("hasReport")]).orderBy("requestedAt").limit(MOST_REQUESTS).execute(),
    listPools(db, shop.id),
  ]);
  const found = { webhooks, imports, "shopify-writes": writes };
  return {
    failed: FAILED_KINDS.flatMap((kind) => {
      const row = found[kind];
      return row && row.count > 0 ? [{ kind, count: row.count, what: row.what, error: row.error, at: row.at }] : [];
    }),
    dataRequests: requests.map((request) => ({ ...request, hasReport: Boolean(request.hasReport) })),
    lowPools: pools.filter(({ low, left, issued }) => low && left + issued > 0).map(({ id, name, left }) => ({ id, name, left })),
  };
}

/** All that is stored about the customer of a request, as JSON; undefined where the shop has no such request. */
export async function readDataReport(db: Statements, shopId: number, requestId: string): Promise<string | null | undefined> {
  const row = await db.forShop(shopId).selectFrom("DataRequest").select("report").where("id", "=", requestId).executeTakeFirst();
  return row?.report;
}
