import { z } from "zod";

export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

export const pageOf = <Node extends z.ZodType>(node: Node) => z.object({ nodes: z.array(node), pageInfo });

/** What a page of a list is asked with. `filter` is Shopify's search syntax. */
export type PageVariables = { first: number; after: string | null; filter: string | null };
