import { sql } from "kysely";
import type { Database } from "../app/adapters/db/database.server.ts";
import { insertRows } from "../app/adapters/db/insert-rows.server.ts";
import { DAY, HOUR, type Instant } from "../app/domain/instant.ts";
import { email, node, scenarioOf, stageCustomers, stageShop } from "./installation/staged-shop.ts";

const PIECE = 5_000;
export const PRICES_EACH = 20;
/** Of a hundred variants one has dropped. */
const DROPPED_OF = 100;
const PRICE_MINOR = 4_900;
export const DROPPED_MINOR = 3_900;
/** Koruna for a euro. */
export const RATE = 25;

/**
 * A catalogue and what customers saw of it, each twenty variants, half of them in the shop's country and half in another currency; a check of it falls due at `dueAt`.
 * Answers how many customers saw something that has dropped.
 */
export async function seedPriceDrop(db: Database, { variants, prices }: { variants: number; prices: number }, dueAt: Instant): Promise<number> {
  const before = dueAt - DAY;
  const definition = { ...scenarioOf([node("mail", "send-email", email("Costs less"), { next: null })]), entryPoints: [{ id: "drop", type: "price-drop", version: 1, config: {
    minimum: { percent: 10, amountMinor: 500 }, audience: { mode: "did", viewed: true, added: true, favourite: true, match: "any", days: 60 }, check: { every: "days", days: 7, time: "09:00" }, skipBoughtDays: 14,
  } }] };
  const shop = await stageShop(db, "price-drop", definition, before);
  const { shopId, scenarioId } = shop;
  for (let start = 0; start < variants; start += PIECE) {
    const piece = Array.from({ length: Math.min(PIECE, variants - start) }, (_, index) => start + index + 1);
    await db.write(async ({ acrossShops }) => {
      await insertRows(acrossShops, "Product", piece.map((id) => ({ shopId, id: String(id), title: `Product ${id}`, handle: `product-${id}`, vendor: "", type: "", status: "ACTIVE", tags: "[]", updatedAt: before })));
      await insertRows(acrossShops, "Variant", piece.map((id) => ({ shopId, id: String(id), productId: String(id), title: "", sku: "", priceMinor: id % DROPPED_OF === 0 ? DROPPED_MINOR : PRICE_MINOR, currency: "EUR", available: 1, position: 1 })));
      await insertRows(acrossShops, "PriceChange", piece.map((id) => ({ shopId, variantId: String(id), market: "", at: before - 90 * DAY, priceMinor: PRICE_MINOR, currency: "EUR" })));
    });
  }
  const customers = await stageCustomers(db, shop, Math.ceil(prices / PRICES_EACH), before);
  let expected = 0;
  for (let start = 0; start < customers.length; start += PIECE / PRICES_EACH) {
    const rows = customers.slice(start, start + PIECE / PRICES_EACH).flatMap((subjectId, index) => {
      const saw = Array.from({ length: PRICES_EACH }, (_, nth) => 1 + (((start + index) * 7_919 + nth * 104_729) % variants));
      if (saw.some((id) => id % DROPPED_OF === 0)) expected += 1;
      return [...new Set(saw)].map((id) => {
        const abroad = id % 2 === 0 && (start + index) % 2 === 0;
        return {
          shopId, known: 1, subjectId, variantId: String(id), market: abroad ? "CZ" : "PL", productId: String(id), priceMinor: abroad ? PRICE_MINOR * RATE : PRICE_MINOR, currency: abroad ? "CZK" : "EUR",
          baseMinor: PRICE_MINOR, seenAt: before - HOUR, viewedAt: before - HOUR,
        };
      });
    });
    await db.write(({ acrossShops }) => insertRows(acrossShops, "PriceSeen", rows));
  }
  await db.write(({ acrossShops }) => insertRows(acrossShops, "EntrySchedule", [{
    shopId, scenarioId, entryPointId: "drop", kind: "price-drop", rule: JSON.stringify({ every: "days", days: 7, time: "09:00" }), timeZone: "Europe/Warsaw", since: before, dueAt, taken: 0,
  }]));
  // As a database does by itself soon after so much has come.
  if (db.dialect.name === "postgres") await sql`vacuum analyze`.execute(db.acrossShops);
  return expected;
}
