import { Kind, getNamedType, isInterfaceType, isObjectType } from "graphql";
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from "graphql";

/** Shopify refuses a single query above this, whatever the plan. */
export const MOST_POINTS = 1_000;
const MUTATION_POINTS = 10;
const CONNECTION_POINTS = 2;

interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** What a field of objects costs by itself, and for which sources, how often, its selection is counted. */
type Weigh<S> = (field: FieldNode, type: GraphQLNamedType, source: S) => { points: number; inner: { source: S; times: number }[] };

/** Points by the documented rule before the query runs: scalars 0, objects 1, a connection 2 and its page size times a node. */
export function requestedCost(asked: Asked): number {
  return cost<null>(asked, null, (field, type) => {
    if (!type.name.endsWith("Connection")) return { points: objectPoints(type), inner: [{ source: null, times: 1 }] };
    const size = field.arguments?.find((one) => one.name.value === "first" || one.name.value === "last")?.value;
    const rows = size?.kind === Kind.INT ? Number(size.value) : size?.kind === Kind.VARIABLE ? Number(asked.variables[size.name.value] ?? 1) : 1;
    return { points: CONNECTION_POINTS, inner: [{ source: null, times: rows }] };
  });
}

/** Points of what came back; Shopify returns the difference to the bucket. */
export function actualCost(asked: Asked, data: unknown): number {
  return cost<unknown>(asked, data, (field, type, source) => {
    const value = isRecord(source) ? source[field.alias?.value ?? field.name.value] : null;
    const found = (Array.isArray(value) ? value : [value]).filter(isRecord);
    const each = type.name.endsWith("Connection") ? CONNECTION_POINTS : objectPoints(type);
    return { points: found.length * each, inner: found.map((one) => ({ source: one, times: 1 })) };
  });
}

function cost<S>(asked: Asked, start: S, weigh: Weigh<S>): number {
  const { schema, document, operation } = asked;
  const fragments = new Map(document.definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]));
  const fieldsOf = (set: SelectionSetNode, type: GraphQLNamedType): { field: FieldNode; owner: GraphQLNamedType }[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [{ field: selection, owner: type }];
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const on = inner?.typeCondition ? schema.getType(inner.typeCondition.name.value) : type;
      return inner && on ? fieldsOf(inner.selectionSet, on) : [];
    });
  const ofSet = (set: SelectionSetNode, type: GraphQLNamedType, source: S): number =>
    fieldsOf(set, type).reduce((sum, { field, owner }) => {
      const definition = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[field.name.value] : undefined;
      if (!definition || !field.selectionSet) return sum;
      const inner = getNamedType(definition.type);
      const weight = weigh(field, inner, source);
      const { selectionSet } = field;
      return weight.inner.reduce((total, one) => total + one.times * ofSet(selectionSet, inner, one.source), sum + weight.points);
    }, 0);
  const isMutation = operation.operation === "mutation";
  const root = isMutation ? schema.getMutationType() : schema.getQueryType();
  return (isMutation ? MUTATION_POINTS : 0) + (root ? ofSet(operation.selectionSet, root, start) : 0);
}

/** Edges and page information come with their connection; the nodes are counted there. */
function objectPoints(type: GraphQLNamedType): number {
  return type.name.endsWith("Edge") || type.name === "PageInfo" ? 0 : 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
