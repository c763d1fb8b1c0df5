import type { PageMatch } from "./definition";

/**
 * R8: whether a page of the storefront is one of those that end a run. Paths compare without regard to case or a slash
 * at the end; `*` in a wildcard stands for any characters, slashes too; a query, where given, must appear in the page's.
 */
export function pageMatches(match: PageMatch, page: { path: string; query: string }): boolean {
  const path = normal(page.path);
  const wanted = normal(match.path);
  if (match.query && !page.query.includes(match.query)) return false;
  switch (match.match) {
    case "exact": return path === wanted;
    case "starts-with": return path.startsWith(wanted);
    case "contains": return path.includes(match.path.toLowerCase());
    case "wildcard": return wildcard(wanted, path);
    default: return match.match satisfies never;
  }
}

function normal(path: string): string {
  const lower = path.toLowerCase();
  return lower.length > 1 && lower.endsWith("/") ? lower.slice(0, -1) : lower;
}

/** In time linear in the path for each part of the pattern, so that no pattern a merchant writes can hang the process. */
function wildcard(pattern: string, path: string): boolean {
  const parts = pattern.split("*");
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return path === first;
  if (!path.startsWith(first) || path.length < first.length + last.length || !path.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = path.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= path.length - last.length;
}
