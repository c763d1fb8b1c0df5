/** Scopes a field or type asks for: every group must be met by one of its scopes. `text` is Shopify's own sentence. */
export interface ScopeRule {
  groups: string[][];
  text: string;
}

const SCOPE = /`?\b((?:read|write)_[a-z_]+)\b`?/g;

/**
 * Reads Shopify's prose, such as "`read_orders` access scope or `read_marketplace_orders` access scope. Also: Requires
 * `read_returns` scope." Permissions of a person are left out, since the app calls with its own token.
 */
export function requiredScopes(text: string): ScopeRule | null {
  const groups = text
    .split(/\.\s+(?:Also:\s*)?| and \(/)
    .filter((part) => !/\buser\b|permission/i.test(part))
    .map((part) => [...part.matchAll(SCOPE)].flatMap((match) => (match[1] ? [match[1]] : [])))
    .filter((scopes) => scopes.length > 0);
  return groups.length === 0 ? null : { groups, text: text.trim() };
}

/** Whether the token's scopes meet the rule; `write_x` contains `read_x`. */
export function meets(rule: ScopeRule, granted: ReadonlySet<string>): boolean {
  const has = (scope: string) => granted.has(scope) || (scope.startsWith("read_") && granted.has(scope.replace("read_", "write_")));
  return rule.groups.every((scopes) => scopes.some(has));
}
