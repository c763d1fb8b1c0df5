import { z } from "zod";
import { MINUTE, type Instant } from "../../app/domain/instant.ts";
import { startFaultyServer, type FaultShares } from "./faulty-server.ts";
import { secrets } from "./secrets.ts";

/** A text message that the provider took. */
export interface SentText {
  sid: string;
  to: string;
  from: string;
  body: string;
  callback: string;
  createdAt: Instant;
}

const SHARES: FaultShares = { 429: 4, 500: 4, reset: 4, silence: 0.3, "accept-then-drop": 4, "accept-then-500": 3, "accept-then-silence": 0.3 };
/** Domain time after which a message that was taken appears in the list. */
const LIST_LAG_MS = 2 * MINUTE;
const MESSAGES = `/2010-04-01/Accounts/${secrets.twilio.accountSid}/Messages.json`;
const form = z.strictObject({ To: z.string(), From: z.string(), Body: z.string(), StatusCallback: z.string() });
const refused = (status: number, code: number, message: string) => ({ code, message, status, more_info: `https://www.twilio.com/docs/errors/${code}` });

/**
 * Twilio's Messages resource: it knows no key, takes whatever comes, and lists it a moment later. Fails as providers do. What
 * it took is in `taken`, each message once for each time it was taken; `now` is domain time.
 */
export async function startTextProvider(random: () => number, now: () => Instant, took: (text: SentText) => void) {
  const taken: SentText[] = [];
  const byReceiver = new Map<string, { text: SentText; listedFrom: Instant }[]>();

  const create = (body: string): SentText => {
    const { To, From, Body, StatusCallback } = form.parse(Object.fromEntries(new URLSearchParams(body)));
    const text = { sid: `SM${String(taken.length + 1).padStart(32, "0")}`, to: To, from: From, body: Body, callback: StatusCallback, createdAt: now() };
    taken.push(text);
    byReceiver.set(To, [...(byReceiver.get(To) ?? []), { text, listedFrom: now() + LIST_LAG_MS }]);
    took(text);
    return text;
  };

  const server = await startFaultyServer({
    random, shares: SHARES, refusals: { 429: refused(429, 20429, "Too Many Requests"), 500: refused(500, 20500, "An internal server error has occurred") },
    work({ method, url, body }) {
      const { pathname, searchParams } = new URL(url, "http://twilio");
      if (pathname !== MESSAGES) throw new Error(`nobody calls ${method} ${url}`);
      if (method === "POST") return { status: 201, body: onTheWire(create(body.toString())) };
      const listed = (byReceiver.get(searchParams.get("To") ?? "") ?? []).filter(({ listedFrom }) => listedFrom <= now()).reverse();
      return { status: 200, body: { messages: listed.map(({ text }) => onTheWire(text)), page: 0, page_size: 100, start: 0, end: 0, uri: url, first_page_uri: url, next_page_uri: null, previous_page_uri: null } };
    },
  });
  return { ...server, taken };
}

function onTheWire({ sid, to, from, body, createdAt }: SentText) {
  const date = new Date(createdAt).toUTCString().replace("GMT", "+0000");
  return { account_sid: secrets.twilio.accountSid, api_version: "2010-04-01", body, date_created: date, date_sent: date, date_updated: date, direction: "outbound-api", from, messaging_service_sid: null, num_media: "0", num_segments: "1", sid, status: "sent", to };
}
