import { bulkCollections } from "~/adapters/shopify/queries/bulk-collections";
import { saveCollections } from "~/services/collections/save-collections.server";
import { saveProductCollections } from "~/services/collections/save-product-collections.server";
import { importKind } from "./import-kind";

/** R16, R17, R23: in which collections all products are. What Shopify was asked about one product or one collection meanwhile is newer. */
export const importedCollections = importKind(bulkCollections, (node) => node, async (tx, _deps, shop, products, gatheredFrom) => {
  await saveCollections(tx, shop.id, products.flatMap(({ collections }) => collections));
  const moved = await saveProductCollections(tx, shop.id, products.map(({ id, collections }) => ({ id, collectionIds: collections.map((each) => each.id), whole: true })), gatheredFrom, "import");
  return { collections: moved };
});
