import type { WriteStatements } from "~/adapters/db/database.server";
import type { AdminApi } from "~/adapters/shopify/admin-api";
import type { Instant, Milliseconds } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import type { WriteDeps } from "~/services/write-deps";

interface PageRequest {
  /** Rows asked for; made smaller when Shopify finds the query too costly. */
  first: number;
  /** Where the last page ended; null for the first. */
  after: string | null;
  /** When the import was asked for. */
  since: Instant;
}

/** A page as Shopify answered it, and how it is written. `save` runs in the transaction that moves the cursor. */
export interface ImportedPage {
  rows: number;
  /** Of the whole import; null where Shopify does not say. */
  total: number | null;
  /** Null after the last page. */
  next: string | null;
  restMs: Milliseconds;
  save(tx: WriteStatements, deps: WriteDeps): Promise<void>;
}

/** Reads one page of one kind. Throws AdminApiError. Nothing it saves lets anybody into a scenario. */
export type ReadPage = (api: AdminApi, shop: ShopRow, request: PageRequest) => Promise<ImportedPage>;

export const nextCursor = (pageInfo: { hasNextPage: boolean; endCursor: string | null }): string | null => (pageInfo.hasNextPage ? pageInfo.endCursor : null);
