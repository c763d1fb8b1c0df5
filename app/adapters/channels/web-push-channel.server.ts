import webPush from "web-push";
import type { Milliseconds } from "~/domain/instant";
import { isNotConnected } from "../is-not-connected";
import type { HandOver } from "./message-channel";
import { providerRate } from "./provider-rate";
import type { OutgoingPush, PushChannel } from "./push-channel";

export interface WebPushChannelOptions {
  /** VAPID (RFC 8292). */
  publicKey: string;
  privateKey: string;
  subject: string;
  /** Real time to wait for an answer. */
  timeout?: Milliseconds;
  /** Calls a real second. */
  callsPerSecond?: number;
}

type Browser = OutgoingPush["subscriptions"][number];

/** What one push service said of one browser. */
type Answer =
  | { is: "taken" | "gone" }
  | { is: "refused"; reason: string }
  | { is: "later"; certain: boolean; after: Milliseconds | null; reason: string };

/** RFC 8030 and what the services make of it: the subscription ended. */
const GONE = new Set([404, 410]);
const LONGEST_REASON = 200;

/**
 * Web push (RFC 8030, 8291, 8292), one message a call, to every browser of its customer. One that was taken is enough: a
 * message is sent or not. Not knowing of it, it is sent again under the same topic, whose newer takes the older's place.
 */
export function createWebPushChannel({ publicKey, privateKey, subject, timeout = 15_000, callsPerSecond = 100 }: WebPushChannelOptions): PushChannel {
  const vapidDetails = { subject, publicKey, privateKey };

  async function tell({ endpoint, p256dh, auth }: Browser, { notification, topic, ttl }: OutgoingPush): Promise<Answer> {
    try {
      const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, notification, { vapidDetails, TTL: ttl, topic, contentEncoding: "aes128gcm" });
      // Its length is fetch's own to say; a push service that leads elsewhere is not followed.
      const sent = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-length").map(([name, value]): [string, string] => [name, String(value)]);
      const response = await fetch(endpoint, { method: "POST", headers: sent, body: body === null ? null : Uint8Array.from(body), redirect: "manual", signal: AbortSignal.timeout(timeout) });
      return answerOf(response, (await response.text()).slice(0, LONGEST_REASON));
    } catch (error) {
      return failed(error);
    }
  }

  async function send(push: OutgoingPush | undefined): Promise<HandOver> {
    if (!push) return { outcome: "answered", results: [] };
    const answers = await Promise.all(push.subscriptions.map((browser) => tell(browser, push)));
    const gone = push.subscriptions.filter((_, index) => answers[index]?.is === "gone").map(({ id }) => id);
    if (answers.some(({ is }) => is === "taken")) return { outcome: "answered", results: [{ accepted: true, providerId: push.topic, gone }] };
    const waiting = answers.filter((answer) => answer.is === "later");
    const [first] = waiting;
    if (first) return { outcome: "later", certain: waiting.every(({ certain }) => certain), after: first.after, reason: first.reason };
    const refused = answers.find((answer) => answer.is === "refused");
    return { outcome: "answered", results: [{ accepted: false, reason: refused?.reason ?? "no browser is left in which web push is switched on", gone }] };
  }

  return { mostPerCall: 1, callsPerSecond, turn: providerRate(callsPerSecond), send: async (_key, [push]) => send(push), settle: async (_key, [push]) => send(push) };
}

function answerOf(response: Response, text: string): Answer {
  const { status } = response;
  const reason = `${status}: ${text}`;
  if (response.ok) return { is: "taken" };
  if (GONE.has(status)) return { is: "gone" };
  if (status === 429) return { is: "later", certain: true, after: restOf(response), reason };
  return status >= 500 ? { is: "later", certain: false, after: restOf(response), reason } : { is: "refused", reason };
}

/** Real time; null where the service names none in seconds. */
function restOf(response: Response): Milliseconds | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}

function failed(error: unknown): Answer {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : "no answer";
  // Keys that nothing can be encrypted for: no later attempt mends them.
  if (error instanceof Error && !(error instanceof TypeError) && error.name === "Error") return { is: "refused", reason };
  return { is: "later", certain: isNotConnected(cause), after: null, reason };
}
