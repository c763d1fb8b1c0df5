/** Below these paths stand order numbers, gift codes and tokens that open an account. */
const SECRET_PATH = /(\/(?:account|orders|gift_cards|checkouts?|authenticate|invitations?|a\/downloads))\/.*$/i;
const SECRET_KEY = /^(?:scn|key|token|code|email|phone|password|signature|hmac|.*[-_](?:token|key|email|hash))$/i;

/** A page as it may be kept (R43): where she was, without what would let others be her. `query` has its "?" or is empty. */
export function redactPage(page: { path: string; query: string }): { path: string; query: string } {
  const path = page.path.replace(SECRET_PATH, "$1");
  if (page.query.length < 2) return { path, query: "" };
  const pairs = page.query.replace(/^\?/, "").split("&").filter((pair) => !SECRET_KEY.test(pair.split("=", 1)[0] ?? ""));
  return { path, query: pairs.length > 0 ? `?${pairs.join("&")}` : "" };
}
