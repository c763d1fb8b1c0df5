import { TypeInfo, getNamedType, visit, visitWithTypeInfo } from "graphql";
import type { DocumentNode, GraphQLSchema } from "graphql";

const MOST_CONNECTIONS = 5;
const DEEPEST = 2;

/** Why Shopify would refuse the query as a bulk query, or null: 1–5 connections, at most two deep, a parent with its id. */
export function bulkProblem(document: DocumentNode, schema: GraphQLSchema): string | null {
  const types = new TypeInfo(schema);
  let connections = 0;
  let depth = 0;
  let problem: string | null = null;
  const isConnection = () => {
    const type = types.getType();
    return type ? getNamedType(type).name.endsWith("Connection") : false;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: (node) => {
        if (node.operation !== "query") problem = "only queries can run in bulk.";
      },
      Field: {
        enter: () => {
          if (!isConnection()) return;
          connections++;
          depth++;
          if (depth > DEEPEST) problem = `connections may be nested at most ${DEEPEST} levels deep.`;
        },
        leave: (node) => {
          if (!isConnection()) return;
          depth--;
          if (!node.selectionSet?.selections.some((one) => one.kind === "Field" && (one.name.value === "edges" || one.name.value === "nodes"))) {
            problem = `the connection "${node.name.value}" must select edges or nodes.`;
          }
        },
      },
    }),
  );
  if (connections === 0) return "the query must contain at least one connection.";
  if (connections > MOST_CONNECTIONS) return `the query may contain at most ${MOST_CONNECTIONS} connections.`;
  return problem;
}
