import { z } from "zod";
import type { BulkQuery } from "../bulk/bulk-query";
import { gid, instantText } from "../shapes";

const collection = z.object({ id: gid("Collection"), title: z.string(), updatedAt: instantText });

export interface ProductCollectionsNode {
  id: string;
  collections: z.infer<typeof collection>[];
}

/** By product, not by collection: one that holds a hundred thousand products would be one row of a hundred thousand lines. */
export const bulkCollections: BulkQuery<ProductCollectionsNode> = {
  connection: "products",
  fields: "id collections { edges { node { id title updatedAt } } }",
  read: ({ root, children }) => ({ id: z.object({ id: gid("Product") }).parse(root).id, collections: z.array(collection).parse(children) }),
};
