import { Kind, getNamedType, isCompositeType, isInterfaceType, isObjectType } from "graphql";
import type { FieldNode, FragmentDefinitionNode, GraphQLNamedType, GraphQLSchema, SelectionSetNode } from "graphql";

interface Document {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

type Json = Record<string, unknown>;

/** Turns the answer of a bulk query into Shopify's JSONL rows: one row a node, children after their parent with `__parentId`. */
export function bulkLines(document: Document, selection: SelectionSetNode, type: GraphQLNamedType, data: Json): Json[] {
  const lines: Json[] = [];

  const visit = (set: SelectionSetNode, owner: GraphQLNamedType, source: Json, parentId: string | null): Json => {
    const row: Json = {};
    const children: (() => void)[] = [];
    for (const field of fieldsOf(document, set)) {
      const key = field.alias?.value ?? field.name.value;
      if (!(key in source)) continue;
      const value = source[key];
      const fieldType = typeOf(owner, field);
      if (!field.selectionSet || !fieldType || !isCompositeType(fieldType)) row[key] = value;
      else if (fieldType.name.endsWith("Connection")) children.push(() => nodesOf(field, fieldType, value, typeof source.id === "string" ? source.id : parentId));
      else row[key] = plain(field.selectionSet, fieldType, value, children, parentId);
    }
    pending.push(...children);
    return row;
  };

  let pending: (() => void)[] = [];
  const plain = (set: SelectionSetNode, fieldType: GraphQLNamedType, value: unknown, children: (() => void)[], parentId: string | null): unknown => {
    if (Array.isArray(value)) return value.map((one) => plain(set, fieldType, one, children, parentId));
    return isJson(value) ? visit(set, fieldType, value, parentId) : value;
  };

  const nodesOf = (field: FieldNode, connection: GraphQLNamedType, value: unknown, parentId: string | null) => {
    if (!isJson(value) || !field.selectionSet) return;
    for (const part of fieldsOf(document, field.selectionSet)) {
      const isEdges = part.name.value === "edges";
      if (!isEdges && part.name.value !== "nodes") continue;
      const listed = value[part.alias?.value ?? part.name.value];
      const partType = typeOf(connection, part);
      if (!Array.isArray(listed) || !part.selectionSet || !partType) continue;
      for (const one of listed) if (isJson(one)) emit(isEdges, part.selectionSet, partType, one, parentId);
    }
  };

  const emit = (isEdge: boolean, set: SelectionSetNode, setType: GraphQLNamedType, item: Json, parentId: string | null) => {
    const nodeField = isEdge ? fieldsOf(document, set).find((field) => field.name.value === "node") : undefined;
    const node = nodeField ? item[nodeField.alias?.value ?? "node"] : item;
    const nodeSet = nodeField ? nodeField.selectionSet : set;
    const nodeType = nodeField ? typeOf(setType, nodeField) : setType;
    if (!isJson(node) || !nodeSet || !nodeType) return;
    const outer = pending;
    pending = [];
    const row = visit(nodeSet, nodeType, node, null);
    lines.push(parentId === null ? row : { ...row, __parentId: parentId });
    const inner = pending;
    pending = outer;
    for (const child of inner) child();
  };

  visit(selection, type, data, null);
  const roots = pending;
  pending = [];
  for (const root of roots) root();
  return lines;
}

function fieldsOf(document: Document, set: SelectionSetNode): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : document.fragments.get(selection.name.value)?.selectionSet;
    return inner ? fieldsOf(document, inner) : [];
  });
}

function typeOf(owner: GraphQLNamedType, field: FieldNode): GraphQLNamedType | null {
  if (!isObjectType(owner) && !isInterfaceType(owner)) return null;
  const definition = owner.getFields()[field.name.value];
  return definition ? getNamedType(definition.type) : null;
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
