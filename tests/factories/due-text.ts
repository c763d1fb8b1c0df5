import { pino } from "pino";
import twilio from "twilio";
import { afterEach } from "vitest";
import { createTwilioVerifier } from "~/adapters/channels/verify-twilio-webhook.server";
import { HOUR } from "~/domain/instant";
import { twilioWebhook } from "~/ingest/twilio-webhook.server";
import { sendSms, type SendSmsConfig } from "~/steps/send-sms/definition";
import { cartSeries } from "./engine-world";
import { APP_URL, listening, openMessageWorld, TWILIO, type MessageWorld } from "./message-world";

export const dueTextConfig: SendSmsConfig = { ...sendSms.defaults, text: "Hi {{ customer.first_name }}, {{ cart.total }} waits: {{ cart.url }}", consent: "sms" };

const smsNode = (more: Partial<SendSmsConfig> = {}) => ({ id: "text", type: "send-sms", version: 1, config: { ...dueTextConfig, ...more }, next: { next: null } });

/** Ola has a phone and granted text messages; her cart was left an hour ago, and a text message is due. */
async function openDueText(more: Partial<SendSmsConfig> = {}, person: { phone?: string; state?: string } = {}) {
  const world = await openMessageWorld();
  const { shop, db } = world;
  await db.write((tx) => tx.forShop(shop.id).insertInto("Consent").values({ shopId: shop.id, id: "c-sms", key: "sms", name: "Text messages", channels: '["sms"]', shopify: "sms" }).execute());
  const series = cartSeries();
  await world.activate({ ...series, firstStepId: "text", steps: [smsNode(more)] });
  await world.shopper("ola");
  await db.write(async (tx) => {
    await tx.forShop(shop.id).updateTable("Customer").set({ phone: person.phone ?? "+48500001001", shopifyId: "77" }).where("id", "=", "ola").execute();
    if (person.state !== "never-asked") await tx.forShop(shop.id).insertInto("CustomerConsent").values({ shopId: shop.id, customerId: "ola", consentId: "c-sms", state: person.state ?? "granted", changedAt: 1, source: "import", evidence: null }).execute();
  });
  await world.advance(HOUR);
  return world;
}

/** For the test file that calls this at its top: worlds and endpoints that end with each test. */
export function dueTexts() {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });
  const kept = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  return {
    dueText: async (...which: Parameters<typeof openDueText>) => kept(await openDueText(...which)),
    endpoint: async (world: MessageWorld) => kept(await twilioEndpoint(world)).call,
    kept,
  };
}

export const theMessage = async (world: MessageWorld) => (await world.messageOf("ola"))[0];

export const textsSent = (world: MessageWorld) => world.provider.inbox.list({ channel: "sms" });

/** The app's endpoint, and a caller who signs as Twilio does. */
async function twilioEndpoint(world: MessageWorld) {
  const context = { ...world.context, log: pino({ level: "silent" }) };
  const server = await listening(twilioWebhook(context, createTwilioVerifier(TWILIO.authToken)));
  const call = async (form: Record<string, string>, path = "/webhooks/twilio", token = TWILIO.authToken) => {
    const signature = twilio.getExpectedTwilioSignature(token, `${APP_URL}${path}`, form);
    const answer = await fetch(`${server.url}${path}`, { method: "POST", headers: { "x-twilio-signature": signature }, body: new URLSearchParams(form) });
    return answer.status;
  };
  return { call, close: server.close };
}
