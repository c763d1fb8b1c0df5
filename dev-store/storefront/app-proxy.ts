import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { proxySignature } from "./proxy-signature.ts";
import { readBytes } from "./request-body.ts";
import { realNow } from "./real-now.ts";
import type { Exchange } from "./exchange.ts";
import type { StorefrontDependencies } from "./storefront-dependencies.ts";
import type { Theme } from "./theme.ts";

const PREFIX = "/apps/scenarios";
const SIGNED = ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"];
/** Shopify strips cookies both ways and keeps a worker's scope within the proxy; the rest concerns one connection only. */
const NOT_FORWARDED = new Set(["host", "cookie", "connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "te", "trailer", "accept-encoding"]);
const NOT_RETURNED = new Set(["set-cookie", "service-worker-allowed", "connection", "keep-alive", "transfer-encoding", "content-length"]);
const PATIENCE_MS = 30_000;

/** `/apps/scenarios/*` → `{appUrl}/proxy/*`, signed. Answers false for other addresses. */
export async function appProxy(deps: StorefrontDependencies, theme: Theme, exchange: Exchange): Promise<boolean> {
  const { pathname } = exchange.url;
  if (pathname !== PREFIX && !pathname.startsWith(`${PREFIX}/`)) return false;
  const body = await readBytes(exchange.req);
  try {
    await pass(exchange, theme, await ask(target(deps, exchange), exchange.req, body));
  } catch (error) {
    if (exchange.res.headersSent) {
      exchange.res.destroy();
      return true;
    }
    const reason = error instanceof Error ? error.message : String(error);
    await theme.show(exchange, "app-down", { template: "app-proxy", title: "There was an error in the third-party application" }, { reason }, 502);
  }
  return true;
}

function target(deps: StorefrontDependencies, exchange: Exchange): URL {
  const url = new URL(`/proxy${exchange.url.pathname.slice(PREFIX.length)}`, deps.appUrl);
  // A shopper who writes the signed names herself must not be believed.
  for (const [key, value] of exchange.url.searchParams) if (!SIGNED.includes(key)) url.searchParams.append(key, value);
  url.searchParams.append("shop", deps.store.state.shop.domain);
  url.searchParams.append("logged_in_customer_id", exchange.shopper.customer?.id ?? "");
  url.searchParams.append("path_prefix", PREFIX);
  url.searchParams.append("timestamp", String(Math.floor(realNow() / 1000)));
  url.searchParams.append("signature", proxySignature(url.searchParams, deps.apiSecret));
  return url;
}

function ask(url: URL, req: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => !NOT_FORWARDED.has(name)));
  return new Promise((resolve, reject) => {
    const forwarded = { "x-forwarded-for": req.socket.remoteAddress ?? "", "x-forwarded-host": req.headers.host ?? "", "x-forwarded-proto": "http" };
    const outgoing = request(url, { method: req.method, headers: { ...headers, ...forwarded, ...(body.length > 0 ? { "content-length": body.length } : {}) }, timeout: PATIENCE_MS }, resolve);
    outgoing.on("error", reject);
    outgoing.on("timeout", () => outgoing.destroy(new Error(`The app did not answer within ${PATIENCE_MS / 1000} s.`)));
    outgoing.end(body);
  });
}

async function pass(exchange: Exchange, theme: Theme, answer: IncomingMessage): Promise<void> {
  const status = answer.statusCode ?? 502;
  if ((answer.headers["content-type"] ?? "").startsWith("application/liquid")) {
    await theme.showLiquid(exchange, (await readBytes(answer)).toString("utf8"), status);
    return;
  }
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined && !NOT_RETURNED.has(name)) exchange.res.setHeader(name, value);
  exchange.res.writeHead(status);
  await new Promise<void>((resolve, reject) => {
    answer.on("error", reject);
    exchange.res.on("close", resolve);
    answer.pipe(exchange.res);
  });
}
