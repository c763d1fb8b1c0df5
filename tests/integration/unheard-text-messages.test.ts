import { beforeEach, describe, expect, it } from "vitest";
import { shortLinks } from "~/ingest/short-links.server";
import { messageLinks } from "~/ingest/message-links.server";
import { HOUR, MINUTE } from "~/domain/instant";
import { redactCustomer } from "~/services/customers/redact-customer.server";
import { dueTexts, textsSent, theMessage } from "../factories/due-text";
import { exhaustWork } from "../factories/exhaust-work";
import { listening, type MessageWorld } from "../factories/message-world";

const { dueText, endpoint, kept } = dueTexts();

describe("an outcome that nobody heard", () => {
  it("R27 taken and then silent: the provider is asked, and it is not sent again", async () => {
    const world = await dueText();
    world.provider.failTexts("accept-then-drop");
    await world.pass(20 * MINUTE);
    expect(textsSent(world)).toHaveLength(1);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: textsSent(world)[0]?.id });
  });

  it.each(["reset", "500"] as const)("R27 %s: not sent again while the provider's list may be behind; what it does not have a quarter of an hour later goes out, once", async (mode) => {
    const world = await dueText();
    world.provider.failTexts(mode);
    await world.pass(14 * MINUTE);
    expect(textsSent(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "handing-over" });
    // It is asked next within twice that time, by a lot that the batch's id draws.
    await world.pass(HOUR);
    expect(textsSent(world)).toHaveLength(1);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: textsSent(world)[0]?.id });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
    expect(await world.counts()).toMatchObject({ sent: 1 });
  });

  it("R42 what the provider does not have is asked for consent again before it goes out", async () => {
    const world = await dueText();
    world.provider.failTexts("reset");
    await world.drain();
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("consentId", "=", "c-sms").execute());
    await world.pass(HOUR);
    expect(textsSent(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "suppressed", reason: "consent-withdrawn" });
  });

  it("R27 a provider that cannot even be asked for a day: unknown, and not sent again", async () => {
    const world = await dueText();
    world.provider.failTexts("500", 10_000);
    await world.pass(26 * HOUR);
    world.provider.faults.clear();
    await world.pass(HOUR);
    expect(textsSent(world)).toEqual([]);
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
    expect(textsSent(world)).toEqual([]);
    expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: "SMlate" });
  });

  describe("that is back in the queue because the provider did not list it", () => {
    let world: MessageWorld;
    let code: string;
    const contents = () => world.db.forShop(world.shop.id).selectFrom("MessageContent").select(["payload", "links"]).execute();
    const codes = async () => (await world.db.forShop(world.shop.id).selectFrom("ShortLink").select("code").execute()).map((row) => row.code);
    async function follow(): Promise<number> {
      const server = kept(await listening(shortLinks(world.context, messageLinks(world.context))));
      return (await fetch(`${server.url}/s/${code}`, { redirect: "manual", headers: { "user-agent": "Mozilla/5.0 (iPhone) Safari/604.1" } })).status;
    }
    /** To the instant at which the provider is asked and believed. */
    async function believed(): Promise<void> {
      while ((await theMessage(world))?.status === "handing-over") {
        world.clock.set(await world.works.texts.nextDueAt() ?? 0, true);
        await exhaustWork(world.works.texts);
      }
    }
    beforeEach(async () => {
      world = await dueText();
      world.provider.failTexts("reset");
      await world.drain();
      code = /\/s\/([\w-]{11})/.exec((await contents())[0]?.payload ?? "")?.[1] ?? "";
    });

    it("R27 its links lead on and count where it turns out to have come after all", async () => {
      await believed();
      const message = await theMessage(world);
      expect(message).toMatchObject({ status: "queued" });
      const call = await endpoint(world);
      expect(await call({ MessageSid: "SMlate", MessageStatus: "delivered" }, `/webhooks/twilio?shop=${world.shop.id}&message=${message?.id}`)).toBe(200);
      expect(await follow()).toBe(302);
      await world.pass(HOUR);
      expect(await theMessage(world)).toMatchObject({ status: "handed-over", providerId: "SMlate" });
      expect(await follow()).toBe(302);
      expect(await world.db.forShop(world.shop.id).selectFrom("Interaction").select("kind").execute()).toEqual([{ kind: "click" }, { kind: "click" }]);
    });

    it("R27 what goes out again takes the place of what was kept", async () => {
      await believed();
      await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ firstName: "Aleksandra" }).where("id", "=", "ola").execute());
      await world.pass(HOUR);
      expect(textsSent(world)).toHaveLength(1);
      expect((await contents()).map(({ payload }) => payload.includes("Hi Aleksandra"))).toEqual([true]);
      expect(await codes()).toEqual([code]);
      expect(await follow()).toBe(302);
    });

    it("R27 R42 nothing of it stays where it is cancelled or may not go out any more", async () => {
      await believed();
      await world.does("ola", "order_placed", { orderId: "1", productIds: [] });
      expect(await theMessage(world)).toMatchObject({ status: "cancelled" });
      expect([await contents(), await codes()]).toEqual([[], []]);
    });

    it("R42 nothing of it stays where the consent is gone when it is asked again", async () => {
      await believed();
      await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("consentId", "=", "c-sms").execute());
      await world.pass(HOUR);
      expect(await theMessage(world)).toMatchObject({ status: "suppressed" });
      expect([await contents(), await codes()]).toEqual([[], []]);
    });

    it.each(["before", "after"] as const)("R42 nothing of it stays of a customer who was redacted %s the provider was asked", async (when) => {
      if (when === "after") await believed();
      await world.db.write((tx) => redactCustomer(tx, { ...world.deps(), triggeredAt: world.clock.now() }, world.shop, { customer: { id: "77" }, orders_to_redact: [] }));
      await believed();
      expect([await contents(), await codes()]).toEqual([[], []]);
    });
  });

  it("R27 refused for the rate: certain that it was not taken, so it goes out later, once", async () => {
    const world = await dueText();
    world.provider.failTexts("429", 2);
    await world.pass(5 * MINUTE);
    expect(textsSent(world)).toHaveLength(1);
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
});
