export interface WebhookHeader {
  name: string;
  value: string;
}

export const MOST_HEADERS = 10;

/** RFC 9110: a token, and visible ASCII with spaces between. */
const NAME = /^[\w!#$%&'*+.^`|~-]{1,64}$/;
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** Headers of one connection (RFC 9110, 7.6.1), those that say where it goes and how long it is, and ours. */
const OURS = new Set([
  "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
  "host", "content-length", "content-type", "content-encoding", "expect", "user-agent", "accept-encoding", "idempotency-key",
]);

export interface HeaderProblem {
  index: number;
  field: "name" | "value";
  problem: "header-name" | "header-value" | "header-ours" | "header-twice";
}

/** What is wrong with headers a merchant adds, by their place. */
export function headerProblems(headers: readonly WebhookHeader[]): HeaderProblem[] {
  const seen = new Set<string>();
  return headers.flatMap(({ name, value }, index): HeaderProblem[] => {
    const lower = name.toLowerCase();
    const again = seen.has(lower);
    seen.add(lower);
    if (!NAME.test(name)) return [{ index, field: "name", problem: "header-name" }];
    if (OURS.has(lower) || lower.startsWith("x-scenarios-")) return [{ index, field: "name", problem: "header-ours" }];
    if (again) return [{ index, field: "name", problem: "header-twice" }];
    return VALUE.test(value) ? [] : [{ index, field: "value", problem: "header-value" }];
  });
}
