import { getNamedType, isObjectType } from "graphql";
import { accessDenied, notAnswered } from "./refusals.ts";
import { meets } from "./required-scopes.ts";
import type { GraphQLFieldResolver, GraphQLNamedType } from "graphql";
import type { AdminSchema } from "./admin-schema.ts";
import type { GraphqlContext } from "./graphql-context.ts";
import type { ScopeRule } from "./required-scopes.ts";

/** The one resolver: scopes first, then the answer that the parent carries under the field's name; no answer is an error. */
export function fieldResolver({ rules }: AdminSchema): GraphQLFieldResolver<unknown, GraphqlContext> {
  return (source, args, context, info) => {
    const own = `${info.parentType.name}.${info.fieldName}`;
    for (const rule of [rules.get(own), typeRule(getNamedType(info.returnType), rules)]) {
      if (rule && !meets(rule, context.scopes)) throw accessDenied(info.fieldName, rule);
    }
    if (!isRecord(source) || !(info.fieldName in source)) throw notAnswered(own);
    const answer = source[info.fieldName];
    return typeof answer === "function" ? answer(args) : answer;
  };
}

/** A connection or an edge asks for what its nodes ask for. */
function typeRule(type: GraphQLNamedType, rules: AdminSchema["rules"]): ScopeRule | undefined {
  const own = rules.get(type.name);
  if (own || !isObjectType(type) || !/(?:Connection|Edge)$/.test(type.name)) return own;
  const node = type.getFields().node ?? type.getFields().nodes;
  return node ? rules.get(getNamedType(node.type).name) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
