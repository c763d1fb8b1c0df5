import type { BulkRow } from "./bulk-rows";

/** What a bulk query of one kind asks for, and how a row of its answer is read. */
export interface BulkQuery<Node> {
  connection: "customers" | "products" | "orders";
  fields: string;
  /** Throws ZodError where the row has another shape than asked for. */
  read(row: BulkRow): Node;
}

/**
 * The text of a bulk query; a bulk query takes no variables. `name` finds it again among those that Shopify runs for us.
 * `filter` is Shopify's search syntax, null asks for all.
 */
export function bulkQueryText({ connection, fields }: Pick<BulkQuery<unknown>, "connection" | "fields">, name: string, filter: string | null): string {
  const found = filter === null ? "" : `(query: ${JSON.stringify(filter)})`;
  return `query ${name} { ${connection}${found} { edges { node { ${fields} } } } }`;
}
