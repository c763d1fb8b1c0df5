import { ask } from "./shell-link.ts";

const MARGIN_SECONDS = 10;
/** `until` is on the page's own monotonic clock, in ms, so that a wrong system time does no harm. */
let current: { token: string; until: number } | null = null;

/** A session token that lives at least ten seconds more. */
export async function idToken(): Promise<string> {
  if (current && performance.now() < current.until) return current.token;
  const asked = performance.now();
  const token = String(await ask({ name: "idToken" }));
  const claims: { iat: number; exp: number } = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
  current = { token, until: asked + (claims.exp - claims.iat - MARGIN_SECONDS) * 1000 };
  return token;
}

export function forgetIdToken(): void {
  current = null;
}
