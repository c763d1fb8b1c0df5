import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { Instant } from "~/domain/instant";
import type { StoredCart } from "./stored-event";

export interface SeenCart {
  shopId: number;
  visitorId: string;
  customerId: string | null;
  cart: StoredCart;
  at: Instant;
  /** She opened it; not merely changed it. */
  opened: boolean;
}

/**
 * Keeps each cart as the latest snapshot shows it. Snapshots may come late or out of order: an older one changes no
 * line, but the opening that it tells of still counts. A cart is whoever's used it last (R44): after a log-out that may be nobody known.
 */
export async function saveCarts(tx: WriteStatements, seen: readonly SeenCart[]): Promise<void> {
  const latest = new Map<string, SeenCart & { openedAt: Instant | null }>();
  for (const each of [...seen].sort((a, b) => a.at - b.at)) {
    const key = `${each.shopId}:${each.cart.token}`;
    latest.set(key, { ...each, openedAt: each.opened ? each.at : (latest.get(key)?.openedAt ?? null) });
  }
  const carts = [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { shopId, visitorId, customerId, cart, openedAt, at }]) => ({
    shopId, token: cart.token, visitorId, customerId, currency: cart.currency, totalMinor: cart.totalMinor, lines: JSON.stringify(cart.lines), openedAt, updatedAt: at,
  }));
  await insertRows(tx.acrossShops, "Cart", carts, { merge: MERGE });
}

const newer = (column: string) => `"${column}" = case when excluded."updatedAt" >= "Cart"."updatedAt" then excluded."${column}" else "Cart"."${column}" end`;
const MERGE = `on conflict ("shopId","token") do update set ${["visitorId", "currency", "totalMinor", "lines", "updatedAt"].map(newer).join(", ")},
  "customerId" = case when excluded."visitorId" is distinct from "Cart"."visitorId" and excluded."updatedAt" >= "Cart"."updatedAt" then excluded."customerId"
    else coalesce(excluded."customerId", "Cart"."customerId") end,
  "openedAt" = case when coalesce(excluded."openedAt", 0) > coalesce("Cart"."openedAt", 0) then excluded."openedAt" else "Cart"."openedAt" end`;
