import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
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
 * line, but the opening that it tells of still counts.
 */
export async function saveCarts(tx: WriteStatements, seen: readonly SeenCart[]): Promise<void> {
  const latest = new Map<string, SeenCart & { openedAt: Instant | null }>();
  for (const each of [...seen].sort((a, b) => a.at - b.at)) {
    const key = `${each.shopId}:${each.cart.token}`;
    latest.set(key, { ...each, openedAt: each.opened ? each.at : (latest.get(key)?.openedAt ?? null) });
  }
  if (latest.size === 0) return;
  await tx.acrossShops.insertInto("Cart")
    .values([...latest.values()].map(({ shopId, visitorId, customerId, cart, at, openedAt }) => ({
      shopId, visitorId, customerId, openedAt,
      token: cart.token, currency: cart.currency, totalMinor: cart.totalMinor, lines: JSON.stringify(cart.lines),
      checkoutStartedAt: null, checkoutUrl: null, orderedAt: null, updatedAt: at,
    })))
    .onConflict((conflict) => conflict.columns(["shopId", "token"]).doUpdateSet((row) => {
      const newer = <T>(column: "visitorId" | "currency" | "totalMinor" | "lines" | "updatedAt") =>
        sql<T>`case when ${row.ref("excluded.updatedAt")} >= ${row.ref("Cart.updatedAt")} then ${row.ref(`excluded.${column}`)} else ${row.ref(`Cart.${column}`)} end`;
      return {
        visitorId: newer("visitorId"), currency: newer("currency"), totalMinor: newer("totalMinor"), lines: newer("lines"), updatedAt: newer("updatedAt"),
        customerId: sql`coalesce(${row.ref("excluded.customerId")}, ${row.ref("Cart.customerId")})`,
        openedAt: sql`case when coalesce(${row.ref("excluded.openedAt")}, 0) > coalesce(${row.ref("Cart.openedAt")}, 0) then ${row.ref("excluded.openedAt")} else ${row.ref("Cart.openedAt")} end`,
      };
    }))
    .execute();
}
