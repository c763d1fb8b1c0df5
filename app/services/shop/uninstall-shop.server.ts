import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { inPieces } from "~/services/in-pieces.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";

/** Keeps one piece under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/**
 * app/uninstalled: the tokens go, every active scenario stops and holds those inside, and nothing more is sent. History
 * stays until Shopify asks for its removal (shop/redact). One that was overtaken by a reinstallation changes nothing.
 */
export async function uninstallShop(context: ServiceContext, shop: ShopRow, at: Instant): Promise<void> {
  if (at < shop.installedAt) return;
  await context.db.write(async (tx) => {
    await tx.acrossShops.updateTable("Shop").set({ uninstalledAt: at }).where("id", "=", shop.id).execute();
    await tx.acrossShops.deleteFrom("Session").where("shop", "=", shop.domain).execute();
    const own = tx.forShop(shop.id);
    await own.deleteFrom("ImportJob").where("status", "in", ["waiting", "running"]).execute();
  });
  await inPieces(context.db, (tx) => dropPiece(tx, shop.id, at));
  const active = await context.db.forShop(shop.id).selectFrom("Scenario").select("id").where("status", "=", "active").execute();
  for (const { id } of active) {
    const stopped = await stopScenario(context, shop.id, id, "hold");
    if (!stopped.ok) throw new Error(`scenario ${id} could not be stopped: ${stopped.key}`);
  }
}

/** What was to happen and no longer will. Of a shop that has installed the app again meanwhile, only what is older. */
async function dropPiece(tx: WriteStatements, shopId: number, at: Instant): Promise<number> {
  const clocks = await sql`
    delete from "IdleClock" where "shopId" = ${shopId} and ("scenarioId", "entryPointId", "subjectId") in (
      select "scenarioId", "entryPointId", "subjectId" from "IdleClock" where "shopId" = ${shopId} and "at" <= ${at} limit ${PIECE})`.execute(tx.acrossShops);
  const writes = await sql`
    delete from "ShopifyWrite" where "shopId" = ${shopId} and ("kind", "subjectId") in (
      select "kind", "subjectId" from "ShopifyWrite" where "shopId" = ${shopId} and "status" = 'waiting' and "queuedAt" <= ${at} limit ${PIECE})`.execute(tx.acrossShops);
  const messages = await sql`
    update "Message" set "status" = 'cancelled', "reason" = 'uninstalled', "dueAt" = null
    where "shopId" = ${shopId} and "id" in (
      select "id" from "Message" where "shopId" = ${shopId} and "channel" in ('email', 'sms', 'push') and "dueAt" is not null
      and "status" = 'queued' and "batchId" is null and "queuedAt" <= ${at} limit ${PIECE})`.execute(tx.acrossShops);
  return Number((clocks.numAffectedRows ?? 0n) + (writes.numAffectedRows ?? 0n) + (messages.numAffectedRows ?? 0n));
}
