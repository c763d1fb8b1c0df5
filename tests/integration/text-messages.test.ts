import { afterEach, describe, expect, it } from "vitest";
import { pino } from "pino";
import { createTwilioVerifier } from "~/adapters/channels/verify-twilio-webhook.server";
import { shortLinks } from "~/ingest/short-links.server";
import { messageLinks } from "~/ingest/message-links.server";
import { twilioWebhook } from "~/ingest/twilio-webhook.server";
import type { SetUp } from "~/app-context";
import { readShopChannels } from "~/queries/shop-channels.server";
import { HOUR, MINUTE } from "~/domain/instant";
import { previewMessage } from "~/services/messages/preview-message.server";
import { sendTestMessage } from "~/services/messages/send-test-message.server";
import { sendSms, type SendSmsConfig } from "~/steps/send-sms/definition";
import { cartSeries } from "../factories/engine-world";
import { APP_URL, listening, openMessageWorld, SMS_SENDER, TWILIO, type MessageWorld } from "../factories/message-world";
import twilio from "twilio";

const worlds: MessageWorld[] = [];
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  for (const world of worlds.splice(0)) await world.close();
});

const config: SendSmsConfig = { ...sendSms.defaults, text: "Hi {{ customer.first_name }}, {{ cart.total }} waits: {{ cart.url }}", consent: "sms" };

const smsNode = (more: Partial<SendSmsConfig> = {}) => ({ id: "text", type: "send-sms", version: 1, config: { ...config, ...more }, next: { next: null } });

/** Ola has a phone and granted text messages; her cart was left an hour ago, and a text message is due. */
async function dueText(more: Partial<SendSmsConfig> = {}, person: { phone?: string; state?: string } = {}) {
  const world = await openMessageWorld();
  worlds.push(world);
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

const texts = (world: MessageWorld) => world.provider.inbox.list({ channel: "sms" });
const theMessage = async (world: MessageWorld) => (await world.messageOf("ola"))[0];
const consentOf = (world: MessageWorld) => world.db.forShop(world.shop.id).selectFrom("CustomerConsent").select(["state", "source"]).where("customerId", "=", "ola").where("consentId", "=", "c-sms").executeTakeFirst();

/** The app's endpoint, and a caller who signs as Twilio does. */
async function endpoint(world: MessageWorld) {
  const context = { ...world.context, log: pino({ level: "silent" }) };
  const server = await listening(twilioWebhook(context, createTwilioVerifier(TWILIO.authToken)));
  closers.push(server.close);
  return async (form: Record<string, string>, path = "/webhooks/twilio", token = TWILIO.authToken) => {
    const signature = twilio.getExpectedTwilioSignature(token, `${APP_URL}${path}`, form);
    const answer = await fetch(`${server.url}${path}`, { method: "POST", headers: { "x-twilio-signature": signature }, body: new URLSearchParams(form) });
    return answer.status;
  };
}

describe("a text message", () => {
  it("R27 goes out once, with short links, the way to stop, and its outcome", async () => {
    const world = await dueText();
    await world.drain();
    expect(texts(world)).toHaveLength(1);
    const [sms] = texts(world);
    expect(sms).toMatchObject({ to: "+48500001001", from: SMS_SENDER });
    expect(sms?.text).toMatch(/^Hi ola, €132\.00 waits: https:\/\/app\.example\/s\/[\w-]{11}\nReply STOP to unsubscribe$/);
    expect(await theMessage(world)).toMatchObject({ channel: "sms", status: "handed-over", toAddress: "+48500001001", consentId: "c-sms", providerId: expect.stringMatching(/^SM/) as string });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
    expect(await world.counts()).toMatchObject({ sent: 1 });
  });

  it.each([
    ["withdrawn", { state: "withdrawn" }, "consent-withdrawn"], ["never asked", { state: "never-asked" }, "no-consent"], ["no real number", { phone: "+48123" }, "no-phone"],
  ])("R42 does not go out: %s", async (_name, person, reason) => {
    const world = await dueText({}, person);
    await world.drain();
    expect(texts(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "suppressed", reason });
  });

  it("R42 a consent withdrawn after it was queued is asked at the moment of sending", async () => {
    const world = await dueText();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("consentId", "=", "c-sms").execute());
    await world.drain();
    expect(texts(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "suppressed", reason: "consent-withdrawn" });
  });

  it("R27 a short link leads on and counts as a click", async () => {
    const world = await dueText();
    await world.drain();
    const server = await listening(shortLinks(world.context, messageLinks(world.context)));
    closers.push(server.close);
    const code = /\/s\/([\w-]{11})/.exec(texts(world)[0]?.text ?? "")?.[1] ?? "";
    const answer = await fetch(`${server.url}/s/${code}`, { redirect: "manual", headers: { "user-agent": "Mozilla/5.0 (iPhone) Safari/604.1" } });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(/^https:\/\/first\.myshopify\.com\/cart\/.*scn=/);
    expect(await world.db.forShop(world.shop.id).selectFrom("Interaction").select(["kind", "judged"]).execute()).toEqual([{ kind: "click", judged: "pending" }]);
    expect((await fetch(`${server.url}/s/aaaaaaaaaaa`, { redirect: "manual" })).status).toBe(404);
  });
});

describe("an outcome that nobody heard", () => {
  it("R27 taken and then silent: the provider is asked, and it is not sent again", async () => {
    const world = await dueText();
    world.provider.failTexts("accept-then-drop");
    await world.pass(20 * MINUTE);
    expect(texts(world)).toHaveLength(1);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: texts(world)[0]?.id });
  });

  it.each(["reset", "500"] as const)("R27 %s: not sent again while the provider's list may be behind; what it does not have a quarter of an hour later goes out, once", async (mode) => {
    const world = await dueText();
    world.provider.failTexts(mode);
    await world.pass(14 * MINUTE);
    expect(texts(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "handing-over" });
    // It is asked next within twice that time, by a lot that the batch's id draws.
    await world.pass(HOUR);
    expect(texts(world)).toHaveLength(1);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: texts(world)[0]?.id });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
    expect(await world.counts()).toMatchObject({ sent: 1 });
  });

  it("R42 what the provider does not have is asked for consent again before it goes out", async () => {
    const world = await dueText();
    world.provider.failTexts("reset");
    await world.drain();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("consentId", "=", "c-sms").execute());
    await world.pass(HOUR);
    expect(texts(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "suppressed", reason: "consent-withdrawn" });
  });

  it("R27 a provider that cannot even be asked for a day: unknown, and not sent again", async () => {
    const world = await dueText();
    world.provider.failTexts("500", 10_000);
    await world.pass(26 * HOUR);
    world.provider.faults.clear();
    await world.pass(HOUR);
    expect(texts(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "unknown", reason: "no-answer" });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
  });

  it("R27 a status that comes while it is back in the queue tells that it was taken", async () => {
    const world = await dueText();
    await world.settle();
    const message = await theMessage(world);
    expect(message).toMatchObject({ status: "queued" });
    const call = await endpoint(world);
    expect(await call({ MessageSid: "SMlate", MessageStatus: "sent" }, `/webhooks/twilio?shop=${world.shop.id}&message=${message?.id}`)).toBe(200);
    await world.drain();
    expect(texts(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: "SMlate" });
  });

  it("R27 refused for the rate: certain that it was not taken, so it goes out later, once", async () => {
    const world = await dueText();
    world.provider.failTexts("429", 2);
    await world.pass(5 * MINUTE);
    expect(texts(world)).toHaveLength(1);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over" });
  });

  it("R27 a status that comes before the answer tells that it was taken", async () => {
    const world = await dueText();
    world.provider.failTexts("reset");
    await world.drain();
    const message = await theMessage(world);
    const call = await endpoint(world);
    expect(await call({ MessageSid: "SMearly", MessageStatus: "sent" }, `/webhooks/twilio?shop=${world.shop.id}&message=${message?.id}`)).toBe(200);
    await world.pass(MINUTE);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: "SMearly" });
  });

  it("R42 a number that told the provider to stop: failed, and the consent is withdrawn here too", async () => {
    const world = await dueText();
    await world.provider.twilio.receive({ from: "+48500001001", to: SMS_SENDER, text: "STOP" });
    await world.drain();
    expect(await theMessage(world)).toMatchObject({ status: "failed", reason: "rejected" });
    expect(await consentOf(world)).toEqual({ state: "withdrawn", source: "sms-reply" });
  });
});

describe("callbacks", () => {
  it("R27 delivered, and a number that does not exist: nothing more is sent to it", async () => {
    const world = await dueText();
    await world.drain();
    const message = await theMessage(world);
    const call = await endpoint(world);
    const path = `/webhooks/twilio?shop=${world.shop.id}&message=${message?.id}`;
    const sid = message?.providerId ?? "";
    for (const _twice of [1, 2]) expect(await call({ MessageSid: sid, MessageStatus: "delivered" }, path)).toBe(200);
    expect(await theMessage(world)).toMatchObject({ deliveredAt: world.clock.now() });
    expect(await call({ MessageSid: sid, MessageStatus: "undelivered", ErrorCode: "30005" }, path)).toBe(200);
    expect(await world.counts()).toMatchObject({ delivered: 1, bounced: 1 });
    expect(await world.db.forShop(world.shop.id).selectFrom("SuppressedAddress").select(["channel", "address"]).execute()).toEqual([{ channel: "sms", address: "+48500001001" }]);
  });

  it("R42 STOP withdraws with evidence, counts once and is told to Shopify; START gives back", async () => {
    const world = await dueText();
    await world.drain();
    const call = await endpoint(world);
    const reply = (text: string) => call({ MessageSid: `SM${text}`, From: "+48500001001", To: SMS_SENDER, Body: text });
    expect([await reply("Stop."), await reply("Stop.")]).toEqual([200, 200]);
    expect(await consentOf(world)).toEqual({ state: "withdrawn", source: "sms-reply" });
    expect(await world.counts()).toMatchObject({ unsubscribed: 1 });
    const statements = await world.db.forShop(world.shop.id).selectFrom("ConsentStatement").select(["state", "source", "text"]).execute();
    expect(statements[0]).toEqual({ state: "withdrawn", source: "sms-reply", text: "Stop." });
    expect(await world.db.forShop(world.shop.id).selectFrom("ShopifyWrite").select(["kind", "subjectId"]).execute()).toEqual([{ kind: "sms-consent", subjectId: "ola" }]);
    world.clock.set(world.clock.now() + MINUTE, true);
    expect(await reply("START")).toBe(200);
    expect(await consentOf(world)).toEqual({ state: "granted", source: "sms-reply" });
    expect(await reply("what is this?")).toBe(200);
  });

  it("R42 START opens nothing to who never agreed, and an unsigned callback is refused", async () => {
    const world = await dueText({}, { state: "never-asked" });
    const call = await endpoint(world);
    expect(await call({ MessageSid: "SM1", From: "+48500001001", To: SMS_SENDER, Body: "START" })).toBe(200);
    expect(await consentOf(world)).toBeUndefined();
    expect(await call({ MessageSid: "SM1", MessageStatus: "delivered" }, "/webhooks/twilio", "another token")).toBe(403);
  });
});

describe("before it is sent", () => {
  it("R27 the preview counts encoding and segments of what will be sent; a test goes to a number and counts nowhere", async () => {
    const world = await dueText();
    const preview = await previewMessage(world.context, world.shop, { message: { channel: "sms", text: config.text }, customerId: "ola" });
    expect(preview).toMatchObject({ ok: true, channel: "sms", products: "her-cart", count: { encoding: "GSM-7", segments: 1 } });
    expect(await previewMessage(world.context, world.shop, { message: { channel: "sms", text: "Zażółć gęślą jaźń {{ customer.first_name }}" }, customerId: "ola" })).toMatchObject({ count: { encoding: "UCS-2" } });
    expect(await sendTestMessage(world.context, world.shop, { message: { channel: "sms", text: "Hi" }, customerId: "ola", to: "+48 500 002 002" })).toEqual({ ok: true, to: "+48500002002" });
    expect(texts(world)).toMatchObject([{ to: "+48500002002", text: "Hi\nReply STOP to unsubscribe" }]);
    expect(await sendTestMessage(world.context, world.shop, { message: { channel: "sms", text: "Hi" }, customerId: "ola", to: "500" })).toMatchObject({ ok: false, reason: "address" });
    expect(await sendTestMessage({ ...world.context, sms: null, setUp: { sms: null, push: null } }, world.shop, { message: { channel: "sms", text: "Hi" }, customerId: "ola", to: "+48500002002" })).toMatchObject({ ok: false, reason: "sender-missing" });
  });

  it("R27 says what is missing, and how many can be reached", async () => {
    const world = await dueText();
    const problems = async (setUp: SetUp) => sendSms.check(config, { messagesBefore: [], given: [], shop: { timeZone: "UTC", consents: [], traits: [], segments: [], discountPools: [], channels: await readShopChannels(world.db, world.shop, setUp) } });
    expect(await problems(world.context.setUp)).toEqual([{ severity: "warning", path: "", key: "messages:problem.sms-reach", values: { count: 1 } }]);
    expect(await problems({ sms: { sender: null }, push: null })).toContainEqual({ severity: "error", path: "", key: "messages:problem.sms-sender" });
    expect(await problems({ sms: null, push: null })).toContainEqual({ severity: "error", path: "", key: "messages:problem.sms-provider" });
  });
});
