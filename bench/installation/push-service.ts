import { createECDH, randomBytes } from "node:crypto";
import { decrypt } from "http_ece";
import { z } from "zod";
import { startFaultyServer, type FaultShares } from "./faulty-server.ts";

/** A notification that a browser showed: the first of its tag, later ones take its place. */
export interface Shown {
  owner: string;
  tag: string;
  title: string;
  /** Where the service worker tells that it showed it. */
  displayed: string;
}

const SHARES: FaultShares = { 429: 4, 500: 3, reset: 3, silence: 0.2, "accept-then-drop": 3, "accept-then-500": 2, "accept-then-silence": 0.2 };
const CURVE = "prime256v1";
const pushed = z.looseObject({ title: z.string(), tag: z.string(), displayed: z.string() });

/**
 * A push service with its browsers (RFC 8030, 8291), which fails as such services do. It can be asked nothing and knows no key
 * but the topic; `shown` holds what people saw, `again` counts what came once more under a tag that was shown.
 */
export async function startPushService(random: () => number, saw: (shown: Shown) => void) {
  // One pair of keys for all browsers: what is encrypted is the same work.
  const ecdh = createECDH(CURVE);
  const p256dh = ecdh.generateKeys().toString("base64url");
  const auth = randomBytes(16).toString("base64url");
  const tagsOf = new Map<string, Set<string>>();
  const shown: Shown[] = [];
  let again = 0;

  const server = await startFaultyServer({
    random, shares: SHARES, refusals: { 429: { error: "Too many requests" }, 500: { error: "Internal error" } },
    work({ url, headers, body }) {
      const owner = decodeURIComponent(url.split("/")[2] ?? "");
      const tags = tagsOf.get(owner);
      if (!tags) return { status: 404, body: { error: "no such subscription" } };
      const { title, tag, displayed } = pushed.parse(JSON.parse(decrypt(body, { version: "aes128gcm", privateKey: ecdh, authSecret: auth }).toString("utf8")));
      if (headers["topic"] !== tag || !Number.isInteger(Number(headers["ttl"]))) throw new Error(`the topic ${String(headers["topic"])} and the lifetime ${String(headers["ttl"])} do not fit the tag ${tag}`);
      if (tags.has(tag)) again += 1;
      else {
        const notification = { owner, tag, title, displayed };
        tags.add(tag);
        shown.push(notification);
        saw(notification);
      }
      return { status: 201, body: {} };
    },
  });
  return {
    ...server, shown,
    tell: () => `${server.tell()}; ${again} came again under their tag`,
    /** The browser of somebody who pressed "Allow". */
    subscribe(owner: string): { endpoint: string; p256dh: string; auth: string } {
      tagsOf.set(owner, new Set());
      return { endpoint: `${server.url}/browser/${encodeURIComponent(owner)}`, p256dh, auth };
    },
  };
}

export type PushService = Awaited<ReturnType<typeof startPushService>>;
