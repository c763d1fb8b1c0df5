import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema } from "graphql";
import { requiredScopes } from "./required-scopes.ts";
import type { GraphQLSchema, IntrospectionQuery } from "graphql";
import type { ScopeRule } from "./required-scopes.ts";

export interface AdminSchema {
  schema: GraphQLSchema;
  /** Rule of a type (`Customer`) or of a field (`Customer.unsubscribeUrl`), when Shopify names one. */
  rules: ReadonlyMap<string, ScopeRule>;
}

interface Annotated {
  name: string;
  requiredAccess: string | null;
  fields: { name: string; requiredAccess: string | null }[] | null;
}

const loaded = new Map<string, AdminSchema>();

/** Shopify's published Admin schema of a version (`2026-07`), with the scopes it asks for. Built once per process. */
export function adminSchema(version: string): AdminSchema {
  const known = loaded.get(version);
  if (known) return known;
  // The package exports no path to its data.
  const file = new URL(`../../node_modules/@shopify/dev-mcp/dist/data/admin_${version}.json.gz`, import.meta.url);
  const { data }: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
  const rules = new Map<string, ScopeRule>();
  const note = (name: string, text: string | null) => {
    const rule = text ? requiredScopes(text) : null;
    if (rule) rules.set(name, rule);
  };
  for (const type of data.__schema.types.map(annotated)) {
    note(type.name, type.requiredAccess);
    for (const field of type.fields ?? []) note(`${type.name}.${field.name}`, field.requiredAccess);
  }
  const built = { schema: buildClientSchema(data, { assumeValid: true }), rules };
  loaded.set(version, built);
  return built;
}

/** The published introspection carries Shopify's own annotations beside the standard keys. */
function annotated(type: IntrospectionQuery["__schema"]["types"][number]): Annotated {
  return { requiredAccess: null, fields: null, ...(type as Partial<Annotated>), name: type.name };
}
