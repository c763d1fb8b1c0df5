import { DAY, HOUR, type Instant } from "~/domain/instant";
import type { ImportKind } from "~/services/shop/install-shop.server";
import { importedCollections } from "./import-collections.server";
import { importedCustomers } from "./import-customers.server";
import type { ImportKindOf } from "./import-kind";
import { importedOrders } from "./import-orders.server";
import { importedProducts } from "./import-products.server";

/** What Shopify shows of orders without `read_all_orders`. */
const VISIBLE_DAYS = 60;
/** Shopify's search knows of a change a while after it was made. */
const SEARCH_LAG_MS = HOUR;

export const IMPORTED = { customers: importedCustomers, products: importedProducts, collections: importedCollections, orders: importedOrders } as const satisfies Record<ImportKind, ImportKindOf>;

/** Which rows a job asks Shopify for, in its search syntax: all, or those changed since; null for all. A rule of a collection changes no product, so collections are always compared whole. */
export function importFilter(job: { kind: ImportKind; since: Instant | null; createdAt: Instant }): string | null {
  if (job.kind === "collections") return null;
  const from = (field: string, at: Instant) => `${field}:>='${new Date(at).toISOString()}'`;
  const terms = [
    ...(job.kind === "orders" ? [from("created_at", job.createdAt - VISIBLE_DAYS * DAY)] : []),
    ...(job.since === null ? [] : [from("updated_at", job.since - SEARCH_LAG_MS)]),
  ];
  return terms.length === 0 ? null : terms.join(" AND ");
}
