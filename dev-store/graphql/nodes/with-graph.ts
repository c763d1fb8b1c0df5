import { collectionListing, collectionNode } from "./collection-node.ts";
import { customerNode } from "./customer-node.ts";
import { orderListing, orderNode, visibleOrder } from "./order-node.ts";
import { productListing, productNode } from "./product-node.ts";
import type { GraphqlContext } from "../graphql-context.ts";

/** A context whose nodes lead to each other under that same context. */
export function withGraph(base: Omit<GraphqlContext, "graph">): GraphqlContext {
  const context: GraphqlContext = {
    ...base,
    graph: {
      customer: (customer) => customerNode(context, customer),
      product: (product) => productNode(context, product),
      collection: (collection) => collectionNode(context, collection),
      order: (order) => orderNode(context, order),
      visibleOrder: (id) => visibleOrder(context, id),
      products: (args, only) => productListing(context, args, only),
      collections: (args, only) => collectionListing(context, args, only),
      orders: (args, only) => orderListing(context, args, only),
    },
  };
  return context;
}
