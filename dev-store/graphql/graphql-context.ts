import type { BulkOperations } from "./bulk-operations.ts";
import type { CustomerSegments } from "./customer-segments.ts";
import type { Graph } from "./graph.ts";
import type { Store } from "../state/store.ts";

/** What a request's resolvers see. */
export interface GraphqlContext {
  store: Store;
  /** Nodes and lists that other nodes lead to. */
  graph: Graph;
  apiKey: string;
  appName: string;
  appHandle: string;
  storeOrigin: string;
  scopes: ReadonlySet<string>;
  /** The store's clock at the start of the request, epoch ms UTC. */
  now: number;
  bulk: BulkOperations;
  segments: CustomerSegments;
  /** In a bulk run connections yield everything, whatever their arguments say. */
  unpaged: boolean;
  /** Types given to `metafieldsSet`, by `namespace.key`. */
  metafieldTypes: Map<string, string>;
}

/** A node as the resolvers build it: the answer of each field, or how to find it. A field that is missing is refused, never null. */
export type NodeFields = { __typename: string } & Record<string, unknown>;
