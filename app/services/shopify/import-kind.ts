import type { WriteStatements } from "~/adapters/db/database.server";
import { bulkQueryText, type BulkQuery } from "~/adapters/shopify/bulk/bulk-query";
import type { BulkRow } from "~/adapters/shopify/bulk/bulk-rows";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import type { WriteDeps } from "~/services/write-deps";
import type { Mended } from "./mended";

/** Rows that are saved together. */
export interface ImportBatch {
  /** Reads one more row. Throws where it cannot be read; the batch is then as it was. */
  add(row: BulkRow): void;
  /** Rows with those that stand under them: how much there is to write. */
  readonly weight: number;
  readonly rows: number;
  /** In the transaction that notes how far the file was read. Nothing it saves lets anybody into a scenario. May be called again. */
  save(tx: WriteStatements, deps: WriteDeps): Promise<Mended>;
}

/** A kind of rows that are imported and reconciled. */
export interface ImportKindOf {
  query(name: string, filter: string | null): string;
  /** `gatheredFrom`: when Shopify was asked, at the latest; what was learned after that is newer. */
  batch(shop: ShopRow, gatheredFrom: Instant): ImportBatch;
}

/** `read` makes of one row what `save` writes for many. */
export function importKind<Node, Item>(
  bulk: BulkQuery<Node>,
  read: (node: Node, shop: ShopRow) => Item,
  save: (tx: WriteStatements, deps: WriteDeps, shop: ShopRow, items: readonly Item[], gatheredFrom: Instant) => Promise<Mended>,
): ImportKindOf {
  return {
    query: (name, filter) => bulkQueryText(bulk, name, filter),
    batch(shop, gatheredFrom) {
      const items: Item[] = [];
      let weight = 0;
      return {
        add(row) {
          items.push(read(bulk.read(row), shop));
          weight += 1 + row.children.length;
        },
        get weight() {
          return weight;
        },
        get rows() {
          return items.length;
        },
        save: (tx, deps) => save(tx, { ...deps, told: "import" }, shop, items, gatheredFrom),
      };
    },
  };
}
