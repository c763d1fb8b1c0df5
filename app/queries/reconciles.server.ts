import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { addMended, mendedShape, type Mended } from "~/services/shopify/mended";
import type { ShopRow } from "./shop.server";

/** One night's look at Shopify. */
export interface ReconcileLine {
  at: Instant;
  status: "under-way" | "done" | "failed";
  /** Rows compared, by kind. */
  looked: { customers: number; products: number; orders: number };
  mended: Mended;
  unreadable: number;
  problem: string | null;
  /** Why it failed. */
  error: string | null;
}

export interface Reconciles {
  /** The newest first. */
  nights: ReconcileLine[];
  nextAt: Instant | null;
}

/** Four kinds of rows a night, for ten nights. */
const MOST = 40;

/** What the nightly comparison with Shopify found and mended (R45). */
export async function readReconciles(db: Statements, shop: Pick<ShopRow, "id" | "nextReconcileAt">): Promise<Reconciles> {
  const jobs = await db.forShop(shop.id).selectFrom("ImportJob").select(["kind", "status", "done", "mended", "unreadable", "problem", "error", "createdAt"])
    .where("purpose", "=", "reconcile").orderBy("createdAt", "desc").orderBy("id").limit(MOST).execute();
  const nights = [...Map.groupBy(jobs, ({ createdAt }) => createdAt)].map(([at, of]): ReconcileLine => {
    const lookedAt = (kind: string) => of.find((job) => job.kind === kind)?.done ?? 0;
    const failed = of.find(({ status }) => status === "failed");
    return {
      at,
      status: failed ? "failed" : of.every(({ status }) => status === "done") ? "done" : "under-way",
      looked: { customers: lookedAt("customers"), products: lookedAt("products"), orders: lookedAt("orders") },
      mended: of.map(({ mended }) => mendedShape.parse(JSON.parse(mended))).reduce(addMended, {}),
      unreadable: of.reduce((sum, job) => sum + job.unreadable, 0),
      problem: of.find(({ problem }) => problem !== null)?.problem ?? null,
      error: failed?.error ?? null,
    };
  });
  return { nights, nextAt: shop.nextReconcileAt };
}
