import type { HandedOver } from "~/adapters/channels/message-channel";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Channel } from "~/domain/message/channel";
import { suppressAddress } from "~/services/messages/suppress-address.server";
import { withdrawConsent } from "~/services/messages/withdraw-consent.server";
import type { SendingContext, StoredBatch } from "./claim-messages.server";

/** Whether there is anything to take notice of. */
export const tellsOfReceiver = (result: HandedOver): boolean => (result.gone?.length ?? 0) > 0 || (!result.accepted && result.because !== undefined);

/**
 * What a provider's answer says of receivers beside the message: browsers that are gone, numbers that do not exist, people
 * who told the provider to stop (R42).
 */
export async function takeNotice(tx: WriteStatements, { clock, newId, log }: SendingContext, channel: Channel, { shop, messages }: StoredBatch, results: readonly HandedOver[]): Promise<void> {
  const now = clock.now();
  const gone = results.flatMap((result) => result.gone ?? []);
  if (gone.length > 0) await tx.forShop(shop.id).updateTable("PushSubscription").set({ goneAt: now }).where("id", "in", gone).where("goneAt", "is", null).execute();
  for (const [index, { id }] of messages.entries()) {
    const result = results[index];
    if (!result || result.accepted || result.because === undefined) continue;
    if (result.because === "unsubscribed") await withdrawConsent(tx, { now, newId, log }, shop, { messageId: id, source: "sms-reply", text: null, evidence: { provider: result.reason } });
    else await suppressAddress(tx, shop.id, channel, id, now);
  }
}
