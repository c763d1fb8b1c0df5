import type { Collection, Customer, Order, Product } from "../state/types.ts";
import type { ConnectionArgs } from "./connection.ts";
import type { NodeFields } from "./graphql-context.ts";

export interface ListArgs extends ConnectionArgs {
  query?: string | null;
  sortKey?: string;
}

/** The ways from one kind of node to another, so that the kinds need not know each other's files. */
export interface Graph {
  customer(customer: Customer): NodeFields;
  product(product: Product): NodeFields;
  collection(collection: Collection): NodeFields;
  order(order: Order): NodeFields;
  /** The order, unless it is older than the app may see. */
  visibleOrder(id: string): Order | undefined;
  products(args: ListArgs, only: (product: Product) => boolean): unknown;
  collections(args: ListArgs, only: (collection: Collection) => boolean): unknown;
  orders(args: ListArgs, only: (order: Order) => boolean): unknown;
}
