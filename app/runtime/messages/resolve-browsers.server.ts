import type { HandOver, MessageChannel } from "~/adapters/channels/message-channel";
import type { OutgoingPush, PushChannel } from "~/adapters/channels/push-channel";
import type { Statements } from "~/adapters/db/database.server";

/** A web push as it is stored: the browsers by their ids, so that keys lie in one place and go when they are redacted. */
export interface StoredPush extends Omit<OutgoingPush, "subscriptions"> {
  shopId: number;
  browsers: string[];
}

/** The channel for what is stored: each browser is looked up at the moment of the call, those gone meanwhile left out. */
export function resolvingBrowsers(db: Pick<Statements, "forShop">, push: PushChannel): MessageChannel<StoredPush> {
  const resolved = async (payloads: readonly StoredPush[]): Promise<OutgoingPush[]> => Promise.all(payloads.map(async ({ shopId, browsers, notification, topic, ttl }) => ({
    subscriptions: await db.forShop(shopId).selectFrom("PushSubscription").select(["id", "endpoint", "p256dh", "auth"]).where("id", "in", browsers).where("goneAt", "is", null).orderBy("id").execute(),
    notification, topic, ttl,
  })));
  const call = async <Answer>(payloads: readonly StoredPush[], hand: (outgoing: OutgoingPush[]) => Promise<Answer>): Promise<Answer | HandOver> => {
    let outgoing: OutgoingPush[];
    try {
      outgoing = await resolved(payloads);
    } catch (error) {
      return { outcome: "later", certain: false, after: null, reason: error instanceof Error ? error.message : "the browsers could not be looked up" };
    }
    return hand(outgoing);
  };
  return {
    mostPerCall: push.mostPerCall, callsPerSecond: push.callsPerSecond, turn: () => push.turn(),
    send: (key, payloads) => call(payloads, (outgoing) => push.send(key, outgoing)),
    settle: (key, payloads, since, isAnothers) => call(payloads, (outgoing) => push.settle(key, outgoing, since, isAnothers)),
  };
}
