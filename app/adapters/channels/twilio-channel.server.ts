import twilio from "twilio";
import type { Instant, Milliseconds } from "~/domain/instant";
import { MINUTE } from "~/domain/instant";
import { isNotConnected } from "../is-not-connected";
import type { HandedOver, HandOver, Settlement } from "./message-channel";
import { providerRate } from "./provider-rate";
import type { OutgoingSms, SmsChannel } from "./sms-channel";

export interface TwilioChannelOptions {
  accountSid: string;
  authToken: string;
  /** Real time to wait for an answer. */
  timeout?: Milliseconds;
  /** Calls a real second; Twilio queues what its senders cannot send as fast. */
  callsPerSecond?: number;
  /** Origin and path in place of https://api.twilio.com. */
  baseUrl?: string | undefined;
}

/** Of the sender's own account, mended without us: nothing was accepted, all of it may go later. */
const NOT_READ = new Set([401, 403, 404, 429]);
/** https://www.twilio.com/docs/api/errors: the number told Twilio to stop. */
const STOPPED = 21610;
/** No number, none that takes text messages, or none that exists. */
const UNREACHABLE = new Set([21211, 21217, 21614]);
/** Between our clock and the provider's. */
const SKEW = 2 * MINUTE;
const LOOKED_THROUGH = 100;

/** Text messages by Twilio (https://www.twilio.com/docs/messaging/api/message-resource), one a call: it has no batch and no idempotency key. */
export function createTwilioChannel({ accountSid, authToken, timeout = 15_000, callsPerSecond = 50, baseUrl }: TwilioChannelOptions): SmsChannel {
  const client = twilio(accountSid, authToken, { httpClient: clientAt(baseUrl, timeout) });

  const create = async ({ from, to, text, callback }: OutgoingSms): Promise<HandOver> => {
    try {
      const { sid } = await client.messages.create({
        to, body: text, ...(from.startsWith("MG") ? { messagingServiceSid: from } : { from }), ...(callback === null ? {} : { statusCallback: callback }),
      });
      return { outcome: "answered", results: [{ accepted: true, providerId: sid }] };
    } catch (error) {
      return failed(error);
    }
  };

  const find = async ({ from, to, text }: OutgoingSms, since: Instant, isAnothers: (providerId: string) => Promise<boolean>): Promise<Settlement> => {
    try {
      const listed = await client.messages.list({ to, limit: LOOKED_THROUGH });
      const alike = listed.filter((message) => message.direction.startsWith("outbound") && message.body === text && (from.startsWith("MG") ? message.messagingServiceSid === from : message.from === from) && message.dateCreated.getTime() >= since - SKEW);
      for (const { sid } of alike) if (!(await isAnothers(sid))) return { outcome: "answered", results: [{ accepted: true, providerId: sid }] };
      // A list that does not reach back to the hand-over proves nothing.
      if (listed.length >= LOOKED_THROUGH && listed.every(({ dateCreated }) => dateCreated.getTime() >= since - SKEW)) return { outcome: "later", certain: false, after: null, reason: "the provider lists too many messages to that number" };
      return { outcome: "absent", reason: "the provider does not list it" };
    } catch (error) {
      const answer = failed(error);
      // A refusal to answer says nothing of the message.
      return answer.outcome === "later" ? { ...answer, certain: false } : { outcome: "later", certain: false, after: null, reason: reasonOf(error) };
    }
  };

  return {
    mostPerCall: 1,
    callsPerSecond,
    turn: providerRate(callsPerSecond),
    send: async (_key, [sms]) => (sms ? create(sms) : { outcome: "answered", results: [] }),
    settle: async (_key, [sms], since, isAnothers) => (sms ? find(sms, since, isAnothers) : { outcome: "answered", results: [] }),
  };
}

/** The SDK's own client, at another address where one is given. */
function clientAt(baseUrl: string | undefined, timeout: Milliseconds) {
  const client = new twilio.RequestClient({ timeout });
  if (baseUrl !== undefined) {
    client.axios.interceptors.request.use((request) => {
      request.url = request.url?.replace(/^https:\/\/api(\.[a-z0-9-]+)*\.twilio\.com/, baseUrl);
      return request;
    });
  }
  return client;
}

/** The table of outcomes: https://www.twilio.com/docs/usage/twilios-response */
function failed(error: unknown): HandOver {
  const reason = reasonOf(error);
  if (error instanceof twilio.RestException) {
    const { status, code } = error;
    if (NOT_READ.has(status)) return { outcome: "later", certain: true, after: null, reason };
    if (status >= 400 && status < 500) {
      const because = code === STOPPED ? "unsubscribed" as const : UNREACHABLE.has(code ?? 0) ? "unreachable" as const : undefined;
      return { outcome: "answered", results: [{ accepted: false, reason, ...(because ? { because } : {}) } satisfies HandedOver] };
    }
    return { outcome: "later", certain: false, after: null, reason };
  }
  return { outcome: "later", certain: isNotConnected(error), after: null, reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof twilio.RestException) return `${error.status}: ${error.message}${error.code === undefined ? "" : ` (${error.code})`}`;
  return error instanceof Error ? error.message : "no answer";
}
