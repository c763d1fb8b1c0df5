import { createHmac } from "node:crypto";

/**
 * Shopify's signature of an app proxy request: repeats joined by ",", `key=value` sorted and put together without a separator,
 * HMAC-SHA256 in hex. The request's body is not part of it. (shopify.dev, "Authenticate app proxies")
 */
export function proxySignature(query: Iterable<[string, string]>, secret: string): string {
  const values = new Map<string, string[]>();
  for (const [key, value] of query) if (key !== "signature") values.set(key, [...(values.get(key) ?? []), value]);
  const message = [...values].map(([key, repeats]) => `${key}=${repeats.join(",")}`).sort().join("");
  return createHmac("sha256", secret).update(message).digest("hex");
}
