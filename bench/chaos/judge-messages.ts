import type { Database } from "../../app/adapters/db/database.server.ts";
import type { Channel } from "../../app/domain/message/channel.ts";
import { emailOf } from "./chaos-shop.ts";
import { orders, stops, withdraws } from "./storm.ts";
import type { Verdict } from "./verdict.ts";

/** A message that a provider took, or a browser showed. */
export interface Taken {
  channel: Channel;
  /** Our message, as the provider was told of it. */
  messageId: string;
  /** As the provider calls it; our message must know it by this name. */
  providerId: string;
  /** Who got it. */
  index: number;
  /** What tells messages to the same person apart. */
  what: string;
}

/** Why a message may rightly not have gone out, and to whom alone. */
const RIGHTLY: Record<string, (channel: Channel, index: number) => boolean> = {
  "run-ended": (_, index) => orders(index),
  "left-step": (_, index) => orders(index),
  "cart-ordered": (_, index) => orders(index),
  "products-bought": (_, index) => orders(index),
  "consent-withdrawn": (channel, index) => (channel === "email" ? withdraws(index) : channel === "sms" && stops(index)),
};

/** Each message that a run asked for went out once, or for a good reason not at all. Answers run and step of those asked for. */
export async function judgeMessages(db: Database, shopId: number, people: ReadonlyMap<string, number>, taken: readonly Taken[], verdict: Verdict): Promise<Set<string>> {
  const messages = await db.forShop(shopId).selectFrom("Message").select(["id", "runId", "stepId", "customerId", "channel", "status", "reason", "providerId"]).execute();
  const byId = new Map(messages.map((message) => [message.id, message]));
  const asked = new Set<string>();
  for (const message of messages) {
    const channel = message.channel as Channel;
    const index = people.get(message.customerId) ?? -1;
    const about = `message ${message.id} to ${emailOf(index)} is ${message.status}${message.reason === null ? "" : ` (${message.reason})`}`;
    const asker = `${message.runId} ${message.stepId}`;
    if (asked.has(asker)) verdict.fault("doubled", `${about}: its run asked for it before`, channel);
    asked.add(asker);
    switch (message.status) {
      case "handed-over": break;
      case "unknown": verdict.fault("unknown", about, channel); break;
      case "cancelled": if (!orders(index)) verdict.fault("lost", about, channel); break;
      case "suppressed": if (!RIGHTLY[message.reason ?? ""]?.(channel, index)) verdict.fault("lost", about, channel); break;
      case "queued":
      case "handing-over": verdict.fault("stuck", about, channel); break;
      default: verdict.fault("lost", about, channel);
    }
  }

  const got = new Set<string>();
  const arrived = new Set<string>();
  for (const { channel, messageId, providerId, index, what } of taken) {
    const message = byId.get(messageId);
    const about = `${emailOf(index)} got "${what}"`;
    if (got.has(`${channel} ${index} ${what}`)) verdict.fault("doubled", `${about} again`, channel);
    else if (!message) verdict.fault("doubled", `${about}, of which no message knows`, channel);
    else if (message.status === "handed-over" && message.providerId !== providerId) verdict.fault("doubled", `${about} as ${providerId}, but message ${messageId} knows of ${String(message.providerId)}`, channel);
    else if (message.status !== "handed-over" && message.status !== "unknown") verdict.fault("doubled", `${about}, but message ${messageId} is ${message.status}`, channel);
    else if (message.status === "handed-over") verdict.done(channel);
    got.add(`${channel} ${index} ${what}`);
    arrived.add(messageId);
  }
  for (const { id, status, channel } of messages) if (status === "handed-over" && !arrived.has(id)) verdict.fault("lost", `message ${id} was never taken by the provider`, channel as Channel);
  return asked;
}
