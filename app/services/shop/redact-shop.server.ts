import { sql, type Kysely } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { DB } from "~/adapters/db/generated/tables";
import type { ShopTable } from "~/adapters/db/shop-statements.server";
import type { ServiceContext } from "~/app-context";
import type { ShopRow } from "~/queries/shop.server";
import { inPieces } from "~/services/in-pieces.server";

/** Keeps one piece under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/** Every table whose rows belong to a shop; a missing one is a type error. */
const TABLES: Record<ShopTable, true> = {
  Cart: true, Collection: true, CollectionRead: true, Consent: true, ConsentStatement: true, Conversion: true, Counter: true, CounterDelta: true, Customer: true, CustomerConsent: true, CustomerTag: true, CustomerTagRemoval: true, CustomerTrait: true,
  DataRequest: true, DiscountCode: true, DiscountPool: true, EntryDecision: true, Errand: true, Event: true, EventDefinition: true, EventSeen: true, Favourite: true, IdleClock: true, ImportJob: true,
  Interaction: true, MarketPrice: true, Message: true, MessageContent: true, OrderCode: true, OrderLine: true, PriceChange: true, PriceSeen: true, Product: true, ProductCollection: true, PushSubscription: true, Refund: true,
  Run: true, Scenario: true, ScenarioVersion: true, Segment: true, SendBatch: true, ShopifyWrite: true, ShopOrder: true, ShortLink: true, SignUp: true,
  StepVisit: true, SuppressedAddress: true, ThemeReading: true, Trait: true, TraitChange: true, TraitImport: true, TraitImportFault: true, TraitImportPart: true, UndefinedEvent: true, Variant: true, Visitor: true, Wait: true,
  EntryOccurrence: true, EntrySchedule: true, SegmentMember: true, SegmentWatch: true, ShopifySegment: true, ShopifySegmentMember: true,
};

/** shop/redact, 48 hours after uninstallation: everything of the shop goes, in pieces. A shop that installed the app again keeps its data. */
export async function redactShop(context: ServiceContext, shop: ShopRow): Promise<void> {
  if (shop.uninstalledAt === null) {
    context.log.warn({ shopId: shop.id }, "shop/redact of a shop that has the app installed; nothing was removed");
    return;
  }
  for (const table of Object.keys(TABLES) as ShopTable[]) {
    await inPieces(context.db, (tx) => removePiece(tx, table, shop.id));
  }
  await context.db.write(async (tx) => {
    if (!(await isGone(tx.acrossShops, shop.id))) return;
    await tx.acrossShops.deleteFrom("WebhookReceipt").where("shopDomain", "=", shop.domain).where("status", "!=", "waiting").execute();
    await tx.acrossShops.deleteFrom("Session").where("shop", "=", shop.domain).execute();
    await tx.acrossShops.deleteFrom("Shop").where("id", "=", shop.id).execute();
  });
}

/** Asked in every piece: the merchant may install the app again meanwhile. */
async function isGone(connection: Kysely<DB>, shopId: number): Promise<boolean> {
  const shop = await connection.selectFrom("Shop").select("uninstalledAt").where("id", "=", shopId).executeTakeFirst();
  return shop !== undefined && shop.uninstalledAt !== null;
}

async function removePiece({ acrossShops, dialect: { place } }: WriteStatements, table: ShopTable, shopId: number): Promise<bigint> {
  if (!(await isGone(acrossShops, shopId))) return 0n;
  const piece = sql`delete from ${sql.table(table)} where "shopId" = ${shopId} and ${place} in (select ${place} from ${sql.table(table)} where "shopId" = ${shopId} limit ${PIECE})`;
  const { numAffectedRows } = await piece.execute(acrossShops);
  return numAffectedRows ?? 0n;
}
