import { z } from "zod";
import type { AdminQuery } from "../admin-api";

const FIELDS = "id status errorCode rootObjectCount fileSize url";

const count = z.union([z.string(), z.number()]).transform(Number);

const operation = z.object({
  id: z.string(),
  status: z.enum(["CREATED", "RUNNING", "COMPLETED", "CANCELING", "CANCELED", "FAILED", "EXPIRED"]),
  errorCode: z.string().nullable(),
  rootObjectCount: count,
  /** In bytes. */
  fileSize: count.nullable(),
  /** Null while nothing is to be had, and where nothing was found. */
  url: z.string().nullable(),
});

const started = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullable() })),
  }).nullable(),
});

/** Children stand right under their parents, so that a product or an order is whole when its last line is read. */
export const startBulkQuery: AdminQuery<{ query: string }, z.infer<typeof started>> = {
  document: `mutation StartBulkQuery($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id } userErrors { message code } }
  }`,
  data: started,
};

const found = z.object({ bulkOperation: operation.nullable() });

export const bulkOperation: AdminQuery<{ id: string }, z.infer<typeof found>> = {
  document: `query BulkOperationState($id: ID!) { bulkOperation(id: $id) { ${FIELDS} } }`,
  data: found,
};

const recent = z.object({ bulkOperations: z.object({ nodes: z.array(z.object({ id: z.string(), query: z.string() })) }) });

/** Those started last, newest first. */
export const recentBulkOperations: AdminQuery<Record<string, never>, z.infer<typeof recent>> = {
  document: "query RecentBulkOperations { bulkOperations(first: 20, reverse: true, sortKey: CREATED_AT) { nodes { id query } } }",
  data: recent,
};
