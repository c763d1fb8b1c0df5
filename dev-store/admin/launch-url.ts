import { createHmac } from "node:crypto";

export interface Launch {
  frameOrigin: string;
  /** Path and query in the app. */
  path: string;
  shopDomain: string;
  idToken: string;
  sessionId: string;
  secret: string;
  realNow: () => number;
}

/** The address under which Shopify opens an embedded app: shop, host, a session token, and a signature over all of it. */
export function launchUrl(launch: Launch): string {
  const url = new URL(launch.path, launch.frameOrigin);
  const store = launch.shopDomain.replace(/\.myshopify\.com$/, "");
  const given: Record<string, string> = {
    embedded: "1",
    host: Buffer.from(`admin.shopify.com/store/${store}`).toString("base64").replace(/=+$/, ""),
    id_token: launch.idToken,
    locale: "en",
    session: createHmac("sha256", launch.secret).update(launch.sessionId).digest("hex"),
    shop: launch.shopDomain,
    timestamp: String(Math.floor(launch.realNow() / 1000)),
  };
  for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
  const signed = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join("&");
  url.searchParams.set("hmac", createHmac("sha256", launch.secret).update(signed).digest("hex"));
  return url.href;
}
