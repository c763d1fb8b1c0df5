/** Node's codes for a name that leads nowhere and a connection that did not come about. */
const CODES = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Whether a call failed before anything of it was sent, so that nobody can have taken it; of several addresses, at each. */
export function isNotConnected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isNotConnected);
  return error instanceof Error && "code" in error && CODES.has(String(error.code));
}
