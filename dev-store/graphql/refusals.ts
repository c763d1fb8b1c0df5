import { GraphQLError } from "graphql";
import type { ScopeRule } from "./required-scopes.ts";

/** Shopify's own words for a missing scope. */
export function accessDenied(field: string, rule: ScopeRule): GraphQLError {
  return new GraphQLError(`Access denied for ${field} field. Required access: ${rule.text}`, {
    extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes", requiredAccess: rule.text },
  });
}

/** The field is Shopify's, but the local store has no answer to it. Silence would pass for data. */
export function notAnswered(what: string): GraphQLError {
  return new GraphQLError(`${what} is in Shopify's Admin API, but the local store does not answer it.`, { extensions: { code: "NOT_ANSWERED_LOCALLY" } });
}

export function badArgument(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}
