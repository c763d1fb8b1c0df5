import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Faults } from "../faults/faults.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { answerJson } from "../oauth/answer.ts";
import { readBody } from "../oauth/read-body.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";
import type { DevClock } from "../state/types.ts";
import { TwilioCallbacks } from "./twilio-callbacks.ts";
import { TwilioError } from "./twilio-error.ts";

export interface TwilioOptions {
  clock: DevClock;
  inbox: Inbox;
  faults: Faults;
  accountSid: string;
  authToken: string;
  /** Where the app listens on this machine; null delivers no callback. */
  appOrigin: string | null;
  /** The app's public origin: addresses are signed as the app gave them. */
  publicOrigin: string;
  kept?: KeptTwilio | undefined;
  onChange?: () => void;
}

export interface KeptTwilio {
  messages: SentSms[];
  /** Receivers who answered STOP, with the sender they answered. */
  stopped: string[];
}

interface SentSms {
  sid: string;
  to: string;
  from: string | null;
  service: string | null;
  body: string;
  callback: string | null;
  createdAt: number;
  status: "queued" | "delivered" | "undelivered";
  errorCode: number | null;
}

export interface Twilio {
  handle: RequestHandler;
  callbacks: TwilioCallbacks;
  /** Somebody answers; resolves to the app's status, or null where it did not answer. */
  receive(message: { from: string; to: string; text: string }): Promise<number | null>;
  kept(): KeptTwilio;
  reset(): void;
}

/** Path of the stand-in; the app gets it as `TWILIO_BASE_URL`. */
export const TWILIO_PATH = "/_twilio";

const LARGEST_BODY = 100_000;
const MOST_SENT = 20_000;
const REFUSALS = {
  429: new TwilioError(429, 20429, "Too Many Requests").body(),
  500: new TwilioError(500, 20500, "An internal server error has occurred").body(),
};
const STOP_WORDS = /^(stop|stopall|unsubscribe|cancel|end|quit)$/i;
const START_WORDS = /^(start|unstop|yes)$/i;

/** What the create call takes of Twilio's parameters; others of theirs are refused, so that a misspelt one shows. */
const create = z.strictObject({
  To: z.string().optional(), From: z.string().optional(), MessagingServiceSid: z.string().optional(), Body: z.string().optional(), StatusCallback: z.string().optional(),
});

/**
 * Stand-in of Twilio's Messages resource (https://www.twilio.com/docs/messaging/api/message-resource): create and list, with
 * its refusals, its signed status callbacks and what people answer. Numbers that end in 0000 do not exist.
 */
export function createTwilio(options: TwilioOptions): Twilio {
  const { clock, inbox, faults, accountSid } = options;
  const changed = options.onChange ?? (() => undefined);
  const callbacks = new TwilioCallbacks({ authToken: options.authToken, appOrigin: options.appOrigin });
  const collection = `${TWILIO_PATH}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  let sent: SentSms[] = [...(options.kept?.messages ?? [])];
  const stopped = new Set(options.kept?.stopped);

  const call: RequestHandler = async (req, res) => {
    const url = new URL(req.url ?? "/", "http://twilio");
    try {
      if (req.headers.authorization !== `Basic ${Buffer.from(`${accountSid}:${options.authToken}`).toString("base64")}`) throw new TwilioError(401, 20003, "Authenticate");
      if (url.pathname !== collection) throw new TwilioError(404, 20404, `The requested resource ${url.pathname} was not found`);
      if (req.method === "GET") answerJson(res, 200, list(url.searchParams));
      else if (req.method === "POST") {
        const form = Object.fromEntries(new URLSearchParams(await readBody(req, LARGEST_BODY)));
        answerJson(res, 201, onTheWire(send(form)));
      } else throw new TwilioError(405, 20004, "Method not allowed");
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error;
      answerJson(res, error.status, error.body());
    }
    changed();
    return true;
  };

  function send(form: Record<string, string>): SentSms {
    const parsed = create.safeParse(form);
    if (!parsed.success) throw new TwilioError(400, 20001, `The stand-in does not know ${parsed.error.issues.map((issue) => ("keys" in issue ? issue.keys.join(", ") : issue.path.join("."))).join(", ")}`);
    const { To, From, MessagingServiceSid, Body, StatusCallback } = parsed.data;
    if (!To) throw new TwilioError(400, 21604, "A 'To' phone number is required.");
    if (!/^\+[1-9]\d{6,14}$/.test(To)) throw new TwilioError(400, 21211, `The 'To' number ${To} is not a valid phone number.`);
    if (!From && !MessagingServiceSid) throw new TwilioError(400, 21603, "A 'From' phone number is required.");
    if (!Body) throw new TwilioError(400, 21602, "Message body is required.");
    if (Body.length > 1_600) throw new TwilioError(400, 21617, "The concatenated message body exceeds the 1600 character limit");
    if (StatusCallback !== undefined && !URL.canParse(StatusCallback)) throw new TwilioError(400, 21609, "The 'StatusCallback' URL is not a valid URL.");
    if (stopped.has(`${To} ${MessagingServiceSid ?? From}`)) throw new TwilioError(400, 21610, "Attempt to send to unsubscribed recipient");
    const missing = To.endsWith("0000");
    const message: SentSms = {
      sid: `SM${randomBytes(16).toString("hex")}`, to: To, from: From ?? null, service: MessagingServiceSid ?? null, body: Body, callback: StatusCallback ?? null,
      createdAt: clock.now(), status: missing ? "undelivered" : "delivered", errorCode: missing ? 30005 : null,
    };
    sent = [...sent.slice(-MOST_SENT + 1), message];
    if (!missing) inbox.deliver({ id: message.sid, channel: "sms", to: To, recipients: [To], from: From ?? MessagingServiceSid ?? "", subject: null, html: null, text: Body, headers: {}, at: message.createdAt });
    for (const status of ["sent", message.status]) announce(message, status);
    return message;
  }

  function announce({ sid, to, from, service, callback, errorCode }: SentSms, status: string): void {
    if (callback === null) return;
    callbacks.announce(callback, {
      AccountSid: accountSid, ApiVersion: "2010-04-01", MessageSid: sid, SmsSid: sid, MessageStatus: status, SmsStatus: status, To: to, From: from ?? "+48500009999",
      ...(service === null ? {} : { MessagingServiceSid: service }), ...(status === "undelivered" && errorCode !== null ? { ErrorCode: String(errorCode) } : {}),
    });
  }

  function list(query: URLSearchParams) {
    const to = query.get("To");
    const size = Math.min(1_000, Number(query.get("PageSize") ?? 50));
    const found = sent.filter((message) => to === null || message.to === to).reverse().slice(0, size);
    const uri = `/2010-04-01/Accounts/${accountSid}/Messages.json?${query}`;
    return { messages: found.map(onTheWire), page: 0, page_size: size, start: 0, end: Math.max(0, found.length - 1), first_page_uri: uri, next_page_uri: null, previous_page_uri: null, uri };
  }

  function onTheWire({ sid, to, from, service, body, createdAt, status, errorCode }: SentSms) {
    const date = new Date(createdAt).toUTCString().replace("GMT", "+0000");
    return {
      account_sid: accountSid, api_version: "2010-04-01", body, date_created: date, date_sent: date, date_updated: date, direction: "outbound-api", error_code: errorCode, error_message: null,
      from: from ?? "+48500009999", messaging_service_sid: service, num_media: "0", num_segments: "1", price: null, price_unit: "USD", sid, status, subresource_uris: {}, to,
      uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
    };
  }

  return {
    callbacks,
    async receive({ from, to, text }) {
      const service: Record<string, string> = /^MG/.test(to) ? { MessagingServiceSid: to } : {};
      if (STOP_WORDS.test(text.trim())) stopped.add(`${from} ${to}`);
      if (START_WORDS.test(text.trim())) stopped.delete(`${from} ${to}`);
      changed();
      const sid = `SM${randomBytes(16).toString("hex")}`;
      return callbacks.post(`${options.publicOrigin}/webhooks/twilio`, {
        AccountSid: accountSid, ApiVersion: "2010-04-01", MessageSid: sid, SmsSid: sid, SmsStatus: "received", From: from, To: /^MG/.test(to) ? "+48500009999" : to, Body: text, NumMedia: "0", NumSegments: "1", ...service,
      });
    },
    kept: () => ({ messages: sent.slice(-1_000), stopped: [...stopped] }),
    reset: () => {
      sent = [];
      stopped.clear();
      callbacks.clear();
    },
    handle: async (req, res) => {
      if (!(req.url ?? "").startsWith(`${TWILIO_PATH}/`)) return false;
      return faults.around("twilio", req, res, REFUSALS, call);
    },
  };
}
