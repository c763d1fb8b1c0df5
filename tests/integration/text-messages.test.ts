import { describe, expect, it } from "vitest";
import { shortLinks } from "~/ingest/short-links.server";
import { messageLinks } from "~/ingest/message-links.server";
import type { SetUp } from "~/app-context";
import { readShopChannels } from "~/queries/shop-channels.server";
import { MINUTE } from "~/domain/instant";
import { previewMessage } from "~/services/messages/preview-message.server";
import { sendTestMessage } from "~/services/messages/send-test-message.server";
import { sendSms } from "~/steps/send-sms/definition";
import { dueTextConfig, dueTexts, textsSent, theMessage } from "../factories/due-text";
import { listening, SMS_SENDER, type MessageWorld } from "../factories/message-world";

const { dueText, endpoint, kept } = dueTexts();
const consentOf = (world: MessageWorld) => world.db.forShop(world.shop.id).selectFrom("CustomerConsent").select(["state", "source"]).where("customerId", "=", "ola").where("consentId", "=", "c-sms").executeTakeFirst();

describe("a text message", () => {
  it("R27 goes out once, with short links, the way to stop, and its outcome", async () => {
    const world = await dueText();
    await world.drain();
    expect(textsSent(world)).toHaveLength(1);
    const [sms] = textsSent(world);
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
    expect(textsSent(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "suppressed", reason });
  });

  it("R42 a consent withdrawn after it was queued is asked at the moment of sending", async () => {
    const world = await dueText();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("consentId", "=", "c-sms").execute());
    await world.drain();
    expect(textsSent(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "suppressed", reason: "consent-withdrawn" });
  });

  it("R42 a number that told the provider to stop: failed, and the consent is withdrawn here too", async () => {
    const world = await dueText();
    await world.provider.twilio.receive({ from: "+48500001001", to: SMS_SENDER, text: "STOP" });
    await world.drain();
    expect(await theMessage(world)).toMatchObject({ status: "failed", reason: "rejected" });
    expect(await consentOf(world)).toEqual({ state: "withdrawn", source: "sms-reply" });
  });

  it("R27 a short link leads on and counts as a click", async () => {
    const world = await dueText();
    await world.drain();
    const server = kept(await listening(shortLinks(world.context, messageLinks(world.context))));
    const code = /\/s\/([\w-]{11})/.exec(textsSent(world)[0]?.text ?? "")?.[1] ?? "";
    const answer = await fetch(`${server.url}/s/${code}`, { redirect: "manual", headers: { "user-agent": "Mozilla/5.0 (iPhone) Safari/604.1" } });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(/^https:\/\/first\.myshopify\.com\/cart\/.*scn=/);
    expect(await world.db.forShop(world.shop.id).selectFrom("Interaction").select(["kind", "judged"]).execute()).toEqual([{ kind: "click", judged: "pending" }]);
    expect((await fetch(`${server.url}/s/aaaaaaaaaaa`, { redirect: "manual" })).status).toBe(404);
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
    const preview = await previewMessage(world.context, world.shop, { message: { channel: "sms", text: dueTextConfig.text }, customerId: "ola" });
    expect(preview).toMatchObject({ ok: true, channel: "sms", products: "her-cart", count: { encoding: "GSM-7", segments: 1 } });
    expect(await previewMessage(world.context, world.shop, { message: { channel: "sms", text: "Zażółć gęślą jaźń {{ customer.first_name }}" }, customerId: "ola" })).toMatchObject({ count: { encoding: "UCS-2" } });
    expect(await sendTestMessage(world.context, world.shop, { message: { channel: "sms", text: "Hi" }, customerId: "ola", to: "+48 500 002 002" })).toEqual({ ok: true, to: "+48500002002" });
    expect(textsSent(world)).toMatchObject([{ to: "+48500002002", text: "Hi\nReply STOP to unsubscribe" }]);
    expect(await sendTestMessage(world.context, world.shop, { message: { channel: "sms", text: "Hi" }, customerId: "ola", to: "500" })).toMatchObject({ ok: false, reason: "address" });
    expect(await sendTestMessage({ ...world.context, sms: null, setUp: { sms: null, push: null } }, world.shop, { message: { channel: "sms", text: "Hi" }, customerId: "ola", to: "+48500002002" })).toMatchObject({ ok: false, reason: "sender-missing" });
  });

  it("R27 says what is missing, and how many can be reached", async () => {
    const world = await dueText();
    const problems = async (setUp: SetUp) => sendSms.check(dueTextConfig, { messagesBefore: [], given: [], shop: { timeZone: "UTC", consents: [], traits: [], segments: [], discountPools: [], channels: await readShopChannels(world.db, world.shop, setUp) } });
    expect(await problems(world.context.setUp)).toEqual([{ severity: "warning", path: "", key: "messages:problem.sms-reach", values: { count: 1 } }]);
    expect(await problems({ sms: { sender: null }, push: null })).toContainEqual({ severity: "error", path: "", key: "messages:problem.sms-sender" });
    expect(await problems({ sms: null, push: null })).toContainEqual({ severity: "error", path: "", key: "messages:problem.sms-provider" });
  });
});
