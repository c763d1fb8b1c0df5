import { connection } from "../connection.ts";
import { dateTime, gid } from "../graphql-format.ts";
import { searchFilter } from "../search-query.ts";
import type { ListArgs } from "../graph.ts";
import type { Collection } from "../../state/types.ts";
import type { ConnectionArgs } from "../connection.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";

/** When collections that nobody has changed were made. */
const SEEDED_AT = Date.UTC(2024, 0, 1);

export function collectionNode(context: GraphqlContext, collection: Collection): NodeFields {
  return {
    __typename: "Collection",
    id: gid("Collection", collection.id),
    legacyResourceId: collection.id,
    handle: collection.handle,
    title: collection.title,
    description: collection.description,
    descriptionHtml: collection.description,
    sortOrder: "MANUAL",
    image: null,
    updatedAt: dateTime(collection.updatedAt ?? SEEDED_AT),
    ruleSet: null,
    productsCount: { count: collection.productIds.length, precision: "EXACT" },
    hasProduct: ({ id }: { id: string }) => collection.productIds.some((productId) => gid("Product", productId) === id),
    products: (args: ConnectionArgs) => context.graph.products(args, (product) => collection.productIds.includes(product.id)),
  };
}

export function collectionListing(context: GraphqlContext, args: ListArgs, only: (collection: Collection) => boolean = () => true) {
  const matches = searchFilter<Collection>(args.query, {
    fields: {
      id: { kind: "number", of: (collection) => Number(collection.id) },
      title: { kind: "text", of: (collection) => collection.title },
      handle: { kind: "text", of: (collection) => collection.handle },
    },
    words: (collection) => `${collection.title} ${collection.handle}`,
  });
  const items = [...context.store.state.collections.values()].filter((collection) => matches(collection) && only(collection));
  const value = (collection: Collection) => (args.sortKey === "TITLE" ? collection.title.toLowerCase() : collection.id.padStart(24, "0"));
  return connection(context, { items, id: (collection) => collection.id, value, node: (collection) => collectionNode(context, collection) }, args);
}
