import { sql, type Kysely } from "kysely";
import type { DB } from "~/adapters/db/generated/tables";
import type { ShopTable } from "~/adapters/db/shop-statements.server";
import type { ServiceContext } from "~/context.server";
import type { ShopRow } from "~/queries/shop.server";

/** Keeps one piece under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/** Every table whose rows belong to a shop; a missing one is a type error. */
const TABLES: Record<ShopTable, true> = {
  Cart: true, Consent: true, Conversion: true, Counter: true, CounterDelta: true, Customer: true, CustomerConsent: true, CustomerTag: true, CustomerTagRemoval: true,
  DataRequest: true, EntryDecision: true, Event: true, EventSeen: true, IdleClock: true, ImportJob: true, Interaction: true, Message: true, MessageContent: true,
  OrderLine: true, Product: true, Refund: true, Run: true, Scenario: true, ScenarioVersion: true, SendBatch: true, ShopifyWrite: true, ShopOrder: true,
  StepVisit: true, SuppressedAddress: true, Variant: true, Visitor: true,
};

/** shop/redact, 48 hours after uninstallation: everything of the shop goes, in pieces. A shop that installed the app again keeps its data. */
export async function redactShop(context: ServiceContext, shop: ShopRow): Promise<void> {
  if (shop.uninstalledAt === null) {
    context.log.warn({ shopId: shop.id }, "shop/redact of a shop that has the app installed; nothing was removed");
    return;
  }
  for (const table of Object.keys(TABLES) as ShopTable[]) {
    let removed: bigint;
    do removed = await context.db.write(async (tx) => removePiece(tx.acrossShops, table, shop.id));
    while (removed > 0n);
  }
  await context.db.write(async (tx) => {
    await tx.acrossShops.deleteFrom("WebhookReceipt").where("shopDomain", "=", shop.domain).where("status", "!=", "waiting").execute();
    await tx.acrossShops.deleteFrom("Session").where("shop", "=", shop.domain).execute();
    await tx.acrossShops.deleteFrom("Shop").where("id", "=", shop.id).execute();
  });
}

async function removePiece(connection: Kysely<DB>, table: ShopTable, shopId: number): Promise<bigint> {
  const piece = sql`delete from ${sql.table(table)} where rowid in (select rowid from ${sql.table(table)} where "shopId" = ${shopId} limit ${PIECE})`;
  const { numAffectedRows } = await piece.execute(connection);
  return numAffectedRows ?? 0n;
}
