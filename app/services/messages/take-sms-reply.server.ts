import type { WriteStatements } from "~/adapters/db/database.server";
import type { AppContext } from "~/app-context";
import { smsSenderOf } from "~/domain/message/sms-sender";
import type { SmsReply } from "~/domain/message/sms-reply";
import type { ShopRow } from "~/queries/shop.server";
import { consentsPermitting, recordConsents } from "~/services/customers/record-consents.server";
import { isShopifyChannel, knownToShopify, queueConsentWrite } from "~/services/shopify/queue-shopify-write.server";
import type { WriteDeps } from "~/services/write-deps";
import { withdrawConsent } from "./withdraw-consent.server";

interface Said {
  reply: SmsReply;
  /** E.164. */
  from: string;
  /** The number, and the messaging service, that was answered. */
  senders: readonly string[];
  /** As it was written. */
  text: string;
  providerId: string;
}

/**
 * Somebody answered a text message with STOP or START (R42): holds for every customer of this number in every shop that
 * sends from there. STOP withdraws all that permits text messages; START gives back what was withdrawn, and opens nothing
 * to who never agreed. Doing it again changes nothing.
 */
export async function takeSmsReply(context: Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake" | "setUp">, said: Said): Promise<void> {
  const { db, setUp } = context;
  const shops = await db.acrossShops.selectFrom("Shop").selectAll().where("uninstalledAt", "is", null).execute();
  const answered = shops.filter((shop) => {
    const sender = smsSenderOf(shop, setUp.sms);
    // Behind a messaging service stand numbers that only Twilio knows: whoever sends by the installation's own was meant.
    return sender !== null && (said.senders.includes(sender) || (sender.startsWith("MG") && sender === setUp.sms?.sender));
  });
  for (const shop of answered) {
    await db.write((tx) => (said.reply === "stop" ? stop(tx, context, shop, said) : start(tx, context, shop, said)));
  }
  context.wake.wake("shopify-writes");
  context.wake.wake("runs");
}

const customersOf = (tx: WriteStatements, shopId: number, phone: string) =>
  tx.forShop(shopId).selectFrom("Customer").select("id").where("phone", "=", phone).where("deletedAt", "is", null).orderBy("id").execute();

async function stop(tx: WriteStatements, { clock, newId, log }: Pick<AppContext, "clock" | "newId" | "log">, shop: ShopRow, { from, text, providerId }: Said): Promise<void> {
  const now = clock.now();
  // The message that was answered: its figures tell that somebody left by it.
  const last = await tx.forShop(shop.id).selectFrom("Message").select("id").where("channel", "=", "sms").where("toAddress", "=", from).where("handedOverAt", "is not", null)
    .orderBy("handedOverAt", "desc").executeTakeFirst();
  if (last) await withdrawConsent(tx, { now, newId, log }, shop, { messageId: last.id, source: "sms-reply", text, evidence: { from, providerId } });
  for (const { id: customerId } of await customersOf(tx, shop.id, from)) await say(tx, { now, newId, log }, shop.id, customerId, "withdrawn", { from, text, providerId });
}

async function start(tx: WriteStatements, { clock, newId, log }: Pick<AppContext, "clock" | "newId" | "log">, shop: ShopRow, { from, text, providerId }: Said): Promise<void> {
  for (const { id: customerId } of await customersOf(tx, shop.id, from)) await say(tx, { now: clock.now(), newId, log }, shop.id, customerId, "granted", { from, text, providerId });
}

/** Changes what was granted, or withdrawn, before; a consent nobody spoke of stays as it is. */
async function say(tx: WriteStatements, deps: WriteDeps, shopId: number, customerId: string, state: "granted" | "withdrawn", said: { from: string; text: string; providerId: string }): Promise<void> {
  const inShopify = await knownToShopify(tx, shopId, [customerId]);
  for (const consent of await consentsPermitting(tx, shopId, "sms")) {
    const before = await tx.forShop(shopId).selectFrom("CustomerConsent").select("state").where("customerId", "=", customerId).where("consentId", "=", consent.id).executeTakeFirst();
    if (state === "granted" ? before?.state !== "withdrawn" : before?.state === "withdrawn") continue;
    await recordConsents(tx, deps, shopId, consent.id, [{ customerId, state, at: deps.now, source: "sms-reply", text: said.text.slice(0, 300), evidence: JSON.stringify({ from: said.from, providerId: said.providerId }) }]);
    if (isShopifyChannel(consent.shopify) && inShopify.has(customerId)) await queueConsentWrite(tx, shopId, consent.shopify, customerId, state, deps.now);
  }
}
