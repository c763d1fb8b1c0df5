import { Kind, getNamedType, isInterfaceType, isObjectType } from "graphql";
import type { DocumentNode, FragmentDefinitionNode, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from "graphql";

/**
 * The documented cost: scalars 0, objects 1, a connection two plus its page size times what a node costs, mutations 10.
 * Shopify's own figure for large pages is lower; the local store reports this one and refuses none for it.
 */
export function queryCost(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Record<string, unknown>): number {
  const fragments = new Map(document.definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]));

  const ofSet = (set: SelectionSetNode, type: GraphQLNamedType): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind !== Kind.FIELD) {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const on = inner?.typeCondition ? schema.getType(inner.typeCondition.name.value) : type;
        return inner && on ? sum + ofSet(inner.selectionSet, on) : sum;
      }
      if (!selection.selectionSet || !(isObjectType(type) || isInterfaceType(type))) return sum;
      const field = type.getFields()[selection.name.value];
      if (!field) return sum;
      const inner = getNamedType(field.type);
      if (!inner.name.endsWith("Connection")) {
        const transparent = type.name.endsWith("Connection") || type.name.endsWith("Edge");
        return sum + ofSet(selection.selectionSet, inner) + (transparent && inner.name !== "PageInfo" ? 0 : inner.name === "PageInfo" ? 0 : 1);
      }
      const size = selection.arguments?.find((one) => one.name.value === "first" || one.name.value === "last")?.value;
      const rows = size?.kind === Kind.INT ? Number(size.value) : size?.kind === Kind.VARIABLE ? Number(variables[size.name.value] ?? 1) : 1;
      return sum + 2 + rows * (1 + ofSet(selection.selectionSet, inner));
    }, 0);

  const root = operation.operation === "mutation" ? schema.getMutationType() : schema.getQueryType();
  const base = operation.operation === "mutation" ? 10 : 0;
  return root ? base + ofSet(operation.selectionSet, root) : base;
}
