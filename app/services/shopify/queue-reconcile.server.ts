import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import { DAY, type Instant } from "~/domain/instant";
import { IMPORT_KINDS } from "~/services/shop/install-shop.server";

/** So long the merchant can see what a night mended. */
const KEEP_MS = 30 * DAY;

/**
 * Asks for a reconcile of a shop (R45): what Shopify changed since the last import or reconcile of each kind that succeeded. Where one is still
 * under way this night is left out. One that failed gives way: the new one begins where that one would have.
 * Done once for one `dueAt`, whoever else tries.
 */
export async function queueReconcile(context: ServiceContext, shop: { id: number; dueAt: Instant; next: Instant }): Promise<void> {
  const now = context.clock.now();
  const queued = await context.db.write(async (tx) => {
    const { numUpdatedRows } = await tx.acrossShops.updateTable("Shop").set({ nextReconcileAt: shop.next }).where("id", "=", shop.id).where("nextReconcileAt", "=", shop.dueAt).where("uninstalledAt", "is", null).executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const own = tx.forShop(shop.id);
    const underWay = await own.selectFrom("ImportJob").select("id").where("status", "in", ["waiting", "running"]).limit(1).executeTakeFirst();
    if (underWay) return false;
    await own.deleteFrom("ImportJob").where("purpose", "=", "reconcile").where((row) => row.or([row("status", "=", "failed"), row("createdAt", "<", now - KEEP_MS)])).execute();
    const since = await lastSuccesses(tx, shop.id);
    // A kind that was never imported waits for its import; collections came to shops that had their products.
    const kinds = IMPORT_KINDS.flatMap((kind) => {
      const at = since.get(kind) ?? (kind === "collections" ? since.get("products") : undefined);
      return at === undefined ? [] : [{ kind, since: at }];
    });
    if (kinds.length === 0) return false;
    await own.insertInto("ImportJob")
      .values(kinds.map((job) => ({ shopId: shop.id, id: context.newId(), ...job, purpose: "reconcile", status: "waiting", done: 0, createdAt: now, attempts: 0, nextTryAt: now })))
      .execute();
    return true;
  });
  context.log.info({ shopId: shop.id, queued }, queued ? "a reconcile begins" : "a reconcile is left out: another import is under way, or none has succeeded yet");
}

async function lastSuccesses(tx: WriteStatements, shopId: number): Promise<ReadonlyMap<string, Instant>> {
  const rows = await tx.forShop(shopId).selectFrom("ImportJob").select(({ fn }) => ["kind", fn.max("createdAt").as("at")]).where("status", "=", "done").groupBy("kind").execute();
  return new Map(rows.map(({ kind, at }) => [kind, at]));
}
