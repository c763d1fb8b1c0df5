import { createSecretKey } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { z } from "zod";
import type { AppContext } from "~/app-context";
import { readJson } from "~/domain/read-json";
import { isPushEndpoint } from "~/domain/message/push-endpoint";
import { subscribeBrowser, unsubscribeBrowser } from "~/services/push/subscribe-browser.server";
import { answerJson, NOT_READ, NOT_STORED, refuse, type Answer } from "./answer-json";
import { proxyCallerReader } from "./proxy-signature";
import { PUSH_WORKER } from "./push-worker";
import { RateLimiter, STOREFRONT_LIMITS } from "./rate-limits";
import { isRefusal } from "./refusal";
import { readBody } from "./request-body";

const LARGEST_BODY = 8 * 1_024;
const LONGEST_AGENT = 300;

type Context = Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake" | "setUp"> & { env: Pick<AppContext["env"], "SHOPIFY_API_SECRET" | "PUSH_SERVICE_ORIGIN"> };

/** RFC 8291: an uncompressed point of P-256, and 16 bytes. */
const keys = z.object({ p256dh: z.string().regex(/^B[\w-]{86}=?$/, "is the browser's public key in base64url, 65 bytes"), auth: z.string().regex(/^[\w-]{22}(==)?$/, "is 16 bytes in base64url") });

const requestOf = (development: string | null) => {
  const endpoint = z.string().max(2_000).refine((text) => isPushEndpoint(text, development), "is no endpoint of a known push service");
  return z.discriminatedUnion("action", [
    z.object({ action: z.literal("subscribe"), visitorId: z.uuid(), subscription: z.object({ endpoint, keys }), text: z.string().trim().min(1, "is the question that was shown").max(500) }),
    z.object({ action: z.literal("unsubscribe"), endpoint }),
  ]);
};

/**
 * `/proxy/push`, signed by Shopify's app proxy (R28, R42). GET: the key by which a browser subscribes. POST: switched on, sent
 * only when a person answered the prompt with yes; or switched off. Any number of times.
 */
export function pushProxy(context: Context): RequestListener {
  const readCaller = proxyCallerReader(createSecretKey(Buffer.from(context.env.SHOPIFY_API_SECRET)));
  const schema = requestOf(context.env.PUSH_SERVICE_ORIGIN ?? null);
  const perShop = new RateLimiter(STOREFRONT_LIMITS.shop);

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const { setUp } = context;
    if (setUp.push === null) return refuse(404, "not-set-up", "Web push is not set up in this installation.");
    if (request.method !== "GET" && request.method !== "POST") return refuse(405, "method", "GET reads the key, POST subscribes.");
    const caller = readCaller((request.url ?? "").split("?", 2)[1] ?? "", context.clock.real());
    if (isRefusal(caller)) return refuse(caller.status, caller.code, caller.message);
    if (request.method === "GET") return { status: 200, body: { publicKey: setUp.push.publicKey } };
    const busy = await perShop.take(caller.shopDomain);
    if (busy) return refuse(busy.status, busy.code, busy.message);
    const body = await readBody(request, LARGEST_BODY);
    if (typeof body !== "string") return refuse(body.status, body.code, "The body has 8 KB at most.");
    const shop = await context.db.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("domain", "=", caller.shopDomain).where("uninstalledAt", "is", null).executeTakeFirst();
    if (!shop) return refuse(404, "unknown-shop", "The shop has not installed this app.");
    const said = schema.safeParse(readJson(body));
    if (!said.success) {
      const [issue] = said.error.issues;
      return refuse(422, "malformed", issue?.message ?? "The body is not what is expected.", issue?.path.join("."));
    }
    const agent = (request.headers["user-agent"] ?? "").slice(0, LONGEST_AGENT);
    if (said.data.action === "unsubscribe") await unsubscribeBrowser(context, shop.id, said.data.endpoint, agent);
    else await subscribeBrowser(context, shop, { ...said.data, loggedInCustomerId: caller.loggedInCustomerId, agent });
    return { status: 200, body: { ok: true } };
  }

  const read = answerJson(context.log, "the key for web push could not be read", NOT_READ, answerTo);
  const store = answerJson(context.log, "a browser's answer to web push could not be stored", NOT_STORED, answerTo);
  return (request, response) => (request.method === "GET" ? read : store)(request, response);
}

/** `/proxy/push-worker.js`. Its own folder, the proxy's, is the widest scope that Shopify lets it have; the header says so where it is let through. */
export function pushWorker(): RequestListener {
  return (request, response) => {
    const prefix = new URLSearchParams((request.url ?? "").split("?", 2)[1]).get("path_prefix") ?? "/apps/scenarios";
    const scope = /^\/[\w-]+\/[\w-]+$/.test(prefix) ? `${prefix}/` : "/apps/scenarios/";
    response.writeHead(200, { "content-type": "text/javascript; charset=utf-8", "service-worker-allowed": scope, "cache-control": "no-cache", "x-content-type-options": "nosniff", "content-length": Buffer.byteLength(PUSH_WORKER) }).end(request.method === "HEAD" ? undefined : PUSH_WORKER);
  };
}
