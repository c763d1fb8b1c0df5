import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { decrypt } from "http_ece";
import { z } from "zod";
import type { Faults } from "../faults/faults.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { answer, answerJson } from "../oauth/answer.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";
import type { DevClock } from "../state/types.ts";
import { readBytes } from "../storefront/request-body.ts";

export interface PushServiceOptions {
  clock: DevClock;
  inbox: Inbox;
  faults: Faults;
  /** Under which the app reaches it. */
  origin: () => string;
  /** The installation's: others are refused with 403. */
  vapidPublicKey: string;
  kept?: KeptPushService | undefined;
  onChange?: () => void;
}

export interface KeptPushService {
  browsers: Browser[];
}

interface Browser {
  id: string;
  /** Whose browser it is, as the inbox shows it. */
  owner: string;
  privateKey: string;
  auth: string;
  gone: boolean;
  /** Tags of what it shows. */
  shown: string[];
}

/** As `PushSubscription.toJSON()` in a browser. */
export interface SubscriptionJson {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface PushService {
  handle: RequestHandler;
  /** A browser whose owner pressed "Allow". */
  subscribe(owner: string): { id: string; subscription: SubscriptionJson };
  /** From now on 410; false where there is none. */
  unsubscribe(id: string): boolean;
  kept(): KeptPushService;
  reset(): void;
}

const PATH = "/_push";
const MOST_SHOWN = 1_000;
const LARGEST_BODY = 4_096;
const CURVE = "prime256v1";
const REFUSALS = { 429: { error: "Too many requests" }, 500: { error: "Internal error" } };
const notification = z.looseObject({ title: z.string(), body: z.string(), tag: z.string(), url: z.string() });

/**
 * Stand-in of a push service and its browsers (RFC 8030, 8291, 8292): checks the VAPID signature, decrypts with the browser's keys
 * and shows what the service worker would, one notification a tag. Unknown subscriptions get 404, ended ones 410.
 */
export function createPushService(options: PushServiceOptions): PushService {
  const { clock, inbox, faults } = options;
  let browsers = new Map((options.kept?.browsers ?? []).map((browser) => [browser.id, browser]));
  const changed = () => options.onChange?.();

  const call: RequestHandler = async (req, res) => {
    const browser = browsers.get((req.url ?? "").split("/")[2] ?? "");
    // Its own reader, so that bytes stay bytes.
    const body = await readBytes(req);
    if (!browser) return answerJson(res, 404, { error: "no such subscription" });
    if (browser.gone) return answerJson(res, 410, { error: "the subscription has expired or was ended" });
    if (req.method !== "POST") return answerJson(res, 405, { error: "messages are posted" });
    const ttl = Number(req.headers["ttl"] ?? Number.NaN);
    if (!Number.isInteger(ttl) || ttl < 0) return answerJson(res, 400, { error: "TTL is missing" });
    const topic = req.headers["topic"];
    if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic))) return answerJson(res, 400, { error: "Topic is at most 32 letters of base64url" });
    if (req.headers["content-encoding"] !== "aes128gcm") return answerJson(res, 415, { error: "the content encoding is not aes128gcm" });
    if (body.length > LARGEST_BODY) return answerJson(res, 413, { error: "the payload is larger than 4096 bytes" });
    const fault = vapidFault(String(req.headers["authorization"] ?? ""), new URL(options.origin()).origin, options.vapidPublicKey);
    if (fault !== null) return answerJson(res, 403, { error: fault });
    show(browser, body, { ttl: String(ttl), ...(topic === undefined ? {} : { topic: String(topic) }) });
    changed();
    return answer(res, 201, "text/plain", "", { location: `${options.origin()}/_push-message/${randomBytes(8).toString("hex")}` });
  };

  function show(browser: Browser, body: Buffer, headers: Record<string, string>): void {
    const ecdh = createECDH(CURVE);
    ecdh.setPrivateKey(Buffer.from(browser.privateKey, "base64url"));
    const read = notification.parse(JSON.parse(decrypt(body, { version: "aes128gcm", privateKey: ecdh, authSecret: browser.auth }).toString("utf8")));
    const { title, body: text, tag, url, ...more } = read;
    // The newer of a tag takes the older's place, without another sound.
    if (browser.shown.includes(tag)) return;
    browser.shown = [...browser.shown.slice(-MOST_SHOWN + 1), tag];
    const rest = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, String(value)]));
    inbox.deliver({
      id: randomBytes(12).toString("hex"), channel: "push", to: browser.owner, recipients: [browser.owner.toLowerCase(), browser.id], from: "Web push", subject: title, html: null, text: [text, url].filter((part) => part !== "").join("\n"),
      headers: { ...headers, tag, url, ...rest, browser: browser.id }, at: clock.now(),
    });
  }

  return {
    subscribe(owner) {
      const ecdh = createECDH(CURVE);
      const p256dh = ecdh.generateKeys().toString("base64url");
      const browser: Browser = { id: randomBytes(12).toString("hex"), owner, privateKey: ecdh.getPrivateKey().toString("base64url"), auth: randomBytes(16).toString("base64url"), gone: false, shown: [] };
      browsers.set(browser.id, browser);
      changed();
      return { id: browser.id, subscription: { endpoint: `${options.origin()}${PATH}/${browser.id}`, keys: { p256dh, auth: browser.auth } } };
    },
    unsubscribe(id) {
      const browser = browsers.get(id);
      if (browser) browser.gone = true;
      changed();
      return browser !== undefined;
    },
    kept: () => ({ browsers: [...browsers.values()] }),
    reset: () => {
      browsers = new Map();
      changed();
    },
    handle: async (req, res) => ((req.url ?? "").startsWith(`${PATH}/`) ? faults.around("push", req, res, REFUSALS, call) : false),
  };
}

/** What is wrong with `vapid t=JWT, k=KEY` (RFC 8292), or null. */
function vapidFault(authorization: string, audience: string, publicKey: string): string | null {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  if (token === undefined || key === undefined) return "the request is not signed by VAPID";
  if (key !== publicKey) return "the key is not the one that the browser subscribed by";
  const point = Buffer.from(key, "base64url");
  const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33, 65).toString("base64url") };
  const [head = "", claims = "", signature = ""] = token.split(".");
  if (!verify("sha256", Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"))) return "the VAPID signature does not fit";
  const said = z.object({ aud: z.string(), sub: z.string() }).safeParse(JSON.parse(Buffer.from(claims, "base64url").toString("utf8")));
  return said.success && said.data.aud === audience ? null : "the VAPID token is for another push service";
}
