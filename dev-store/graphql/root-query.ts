import { INSTALLATION_GID, installationNode } from "./nodes/installation-node.ts";
import { badArgument, notAnswered } from "./refusals.ts";
import { byId, connection } from "./connection.ts";
import { collectionListing } from "./nodes/collection-node.ts";
import { customerListing, matchingCustomers } from "./nodes/customer-node.ts";
import { discountCodeNode } from "./nodes/discount-node.ts";
import { matchingOrders, orderListing } from "./nodes/order-node.ts";
import { matchingProducts, productListing, variantNode } from "./nodes/product-node.ts";
import { memberListing, memberSearchNode, segmentListing, segmentNode, type MemberArgs } from "./nodes/segment-node.ts";
import { shopNode } from "./nodes/shop-node.ts";
import { themeListing } from "./nodes/theme-node.ts";
import { tailOf } from "./graphql-format.ts";
import type { GraphqlContext } from "./graphql-context.ts";
import type { ListArgs } from "./graph.ts";

interface Id {
  id: string;
}

/** `QueryRoot`, as far as the local store answers it. */
export function rootQuery(context: GraphqlContext): Record<string, unknown> {
  const { graph, store } = context;
  const customer = ({ id }: Id) => mapped(store.state.customers.get(tailOf(id, "Customer")), graph.customer);
  const product = ({ id }: Id) => mapped(store.state.products.get(tailOf(id, "Product")), graph.product);
  const collection = ({ id }: Id) => mapped(store.state.collections.get(tailOf(id, "Collection")), graph.collection);
  const order = ({ id }: Id) => mapped(graph.visibleOrder(tailOf(id, "Order")), graph.order);
  const bulkOperation = ({ id }: Id) => context.bulk.find(tailOf(id, "BulkOperation"));
  const productVariant = ({ id }: Id) => variantById(context, tailOf(id, "ProductVariant"));
  const byType: Record<string, (args: Id) => unknown> = { Customer: customer, Product: product, Collection: collection, Order: order, BulkOperation: bulkOperation, ProductVariant: productVariant };
  const node = ({ id }: Id) => {
    if (id === INSTALLATION_GID) return installationNode(context);
    const type = /^gid:\/\/shopify\/([A-Za-z]+)\/\d+$/.exec(id)?.[1];
    if (!type) throw badArgument(`Invalid global id '${id}'`);
    const find = byType[type];
    if (!find) throw notAnswered(`A node of type ${type}`);
    return find({ id });
  };
  const count = (length: number) => ({ count: length, precision: "EXACT" });
  return {
    shop: () => shopNode(context),
    themes: (args: ListArgs & { roles?: string[] | null; names?: string[] | null }) => themeListing(context, args),
    currentAppInstallation: () => installationNode(context),
    node,
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => node({ id })),
    customer,
    customers: (args: ListArgs) => customerListing(context, args),
    customersCount: ({ query }: ListArgs) => count(matchingCustomers(context, query).length),
    customerByIdentifier: ({ identifier }: { identifier: { id?: string; emailAddress?: string; phoneNumber?: string } }) => {
      if (identifier.id) return customer({ id: identifier.id });
      const found = [...store.state.customers.values()].find((one) =>
        identifier.emailAddress ? one.email?.toLowerCase() === identifier.emailAddress.toLowerCase() : one.phone !== null && one.phone === identifier.phoneNumber,
      );
      return mapped(found, graph.customer);
    },
    product,
    products: (args: ListArgs) => productListing(context, args),
    productsCount: ({ query }: ListArgs) => count(matchingProducts(context, query).length),
    productVariant,
    collection,
    collections: (args: ListArgs) => collectionListing(context, args),
    order,
    orders: (args: ListArgs) => orderListing(context, args),
    ordersCount: ({ query }: ListArgs) => count(matchingOrders(context, query).length),
    codeDiscountNodeByCode: ({ code }: { code: string }) => mapped(store.discounts.byCode(code), (discount) => discountCodeNode(context, discount)),
    segment: ({ id }: Id) => mapped(context.segments.find(tailOf(id, "Segment")), segmentNode),
    segments: (args: ListArgs) => segmentListing(context, args),
    segmentsCount: () => count(context.segments.all.length),
    customerSegmentMembers: (args: MemberArgs) => memberListing(context, args),
    customerSegmentMembersQuery: ({ id }: Id) => {
      const search = context.segments.search(tailOf(id, "CustomerSegmentMembersQuery"));
      // The store has gathered them at once; an app must be able to wait all the same.
      if (search && search.pending > 0) search.pending -= 1;
      return mapped(search, memberSearchNode);
    },
    bulkOperation,
    bulkOperations: (args: ListArgs) => connection(context, { items: context.bulk.all(), id: (one) => one.tail, value: (one) => one.createdMs, node: (one) => one }, args),
    currentBulkOperation: ({ type }: { type?: string }) => (type === "MUTATION" ? null : (context.bulk.all().sort((a, b) => byId(b.tail, a.tail))[0] ?? null)),
  };
}

function mapped<T>(item: T | undefined, node: (item: T) => unknown): unknown {
  return item === undefined ? null : node(item);
}

function variantById(context: GraphqlContext, id: string): unknown {
  for (const product of context.store.state.products.values()) {
    const index = product.variants.findIndex((variant) => variant.id === id);
    const variant = product.variants[index];
    if (variant) return variantNode(context, product, variant, index + 1);
  }
  return null;
}
