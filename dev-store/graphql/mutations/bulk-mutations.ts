import { Kind, execute, parse, specifiedRules, validate } from "graphql";
import { bulkLines } from "../bulk-lines.ts";
import { bulkProblem } from "../bulk-problem.ts";
import { fieldResolver } from "../resolve-field.ts";
import { rootQuery } from "../root-query.ts";
import { tailOf } from "../graphql-format.ts";
import { withGraph } from "../nodes/with-graph.ts";
import type { AdminSchema } from "../admin-schema.ts";
import type { BulkResult } from "../bulk-operations.ts";
import type { DocumentNode, FragmentDefinitionNode, GraphQLError } from "graphql";
import type { GraphqlContext } from "../graphql-context.ts";

export function bulkMutations(context: GraphqlContext, admin: AdminSchema): Record<string, unknown> {
  return {
    bulkOperationRunQuery: ({ query }: { query: string }) => {
      const document = readable(query);
      const problem = document instanceof Error ? document.message : (validate(admin.schema, document, specifiedRules)[0]?.message ?? bulkProblem(document, admin.schema));
      if (document instanceof Error || problem) return { bulkOperation: null, userErrors: [{ field: ["query"], message: `Invalid bulk query: ${problem}`, code: "INVALID" }] };
      if (context.bulk.isFull()) return { bulkOperation: null, userErrors: [{ field: null, message: "A bulk query operation for this app and shop is already in progress.", code: "OPERATION_IN_PROGRESS" }] };
      return { bulkOperation: context.bulk.start(query, () => context.store.clock.now(), () => run(context, admin, document)), userErrors: [] };
    },
    bulkOperationCancel: ({ id }: { id: string }) => ({ bulkOperation: context.bulk.cancel(tailOf(id, "BulkOperation"), context.now), userErrors: [] }),
  };
}

function readable(query: string): DocumentNode | GraphQLError | Error {
  try {
    return parse(query);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function run(context: GraphqlContext, admin: AdminSchema, document: DocumentNode): Promise<BulkResult> {
  const unpaged = withGraph({ ...context, unpaged: true, now: context.store.clock.now() });
  const answer = await execute({ schema: admin.schema, document, rootValue: rootQuery(unpaged), contextValue: unpaged, fieldResolver: fieldResolver(admin) });
  const denied = answer.errors?.some((error) => error.extensions.code === "ACCESS_DENIED");
  if (answer.errors?.length || !answer.data) return { lines: [], errorCode: denied ? "ACCESS_DENIED" : "INTERNAL_SERVER_ERROR" };
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = admin.schema.getQueryType();
  if (!operation || !root) return { lines: [], errorCode: "INTERNAL_SERVER_ERROR" };
  const fragments = new Map(document.definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]));
  return { lines: bulkLines({ schema: admin.schema, fragments }, operation.selectionSet, root, { ...answer.data }), errorCode: null };
}
