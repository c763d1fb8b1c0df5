import { afterEach, describe, expect, it } from "vitest";
import { previewMessage } from "~/services/messages/preview-message.server";
import { sendTestMessage } from "~/services/messages/send-test-message.server";
import { openMessageWorld, type MessageWorld } from "../factories/message-world";

const worlds: MessageWorld[] = [];
afterEach(async () => { for (const world of worlds.splice(0)) await world.close(); });

const message = { channel: "email" as const, transactional: false, subject: "{{ customer.first_name }}?", preheader: "{{ cart.total }}", body: "{% products %}{% button url: cart.url, label: 'Go' %}" };

async function open() {
  const world = await openMessageWorld();
  worlds.push(world);
  const { db, clock, newId, email, sms, setUp, env } = world.context;
  const context = { db, clock, newId, email, sms, setUp, env };
  return { world, context };
}

describe("preview and test e-mail", () => {
  it("R26 shows the e-mail as the chosen customer would get it, with her own cart", async () => {
    const { world, context } = await open();
    await world.shopper("ola");
    await world.shopper("ewa");
    const preview = await previewMessage(context, world.shop, { message, customerId: "ola" });
    expect(preview).toMatchObject({ ok: true, subject: "ola?", preheader: "€132.00", products: "her-cart", customer: { id: "ola", email: "ola@example.com" } });
    expect(preview.ok && preview.channel === "email" && preview.html).toContain("Stoneware Plates");
    expect(preview.ok && preview.channel === "email" && preview.html).toContain("https://first.myshopify.com/cart/9501:1,9502:1");
    expect(await world.messages()).toEqual([]);
  });

  it("R26 shows real products of the shop, and says so, for a customer without a cart", async () => {
    const { world, context } = await open();
    await world.addCustomer("jan");
    const preview = await previewMessage(context, world.shop, { message, customerId: null });
    expect(preview).toMatchObject({ ok: true, subject: "jan?", products: "sample", preheader: "€210.00" });
    expect(preview.ok && preview.channel === "email" && preview.text).toContain("Linen Apron");
  });

  it("R26 says where broken Liquid is instead of showing something else", async () => {
    const { world, context } = await open();
    await world.shopper("ola");
    expect(await previewMessage(context, world.shop, { message: { ...message, body: "a\n{% if %" }, customerId: "ola" })).toMatchObject({ ok: false, reason: "template", line: 2, column: 1 });
    expect(await previewMessage(context, world.shop, { message: { ...message, subject: "" }, customerId: "ola" })).toMatchObject({ ok: false, reason: "empty-subject" });
  });

  it("R2 a test e-mail arrives and counts nowhere", async () => {
    const { world, context } = await open();
    await world.shopper("ola");
    expect(await sendTestMessage(context, world.shop, { message, customerId: "ola", to: " merchant@example.com " })).toEqual({ ok: true, to: "merchant@example.com" });
    const [mail] = world.provider.inbox.list();
    expect(mail).toMatchObject({ to: "merchant@example.com", subject: "[Test] ola?" });
    expect(mail?.html).not.toMatch(/\/m\/[coh]\//);
    expect([await world.messages(), await world.counts()]).toEqual([[], {}]);
    expect(await sendTestMessage(context, world.shop, { message, customerId: "ola", to: "nobody" })).toMatchObject({ ok: false, reason: "address" });
    expect(await sendTestMessage(context, { ...world.shop, senderEmail: "hello@unverified.example" }, { message, customerId: "ola", to: "merchant@example.com" })).toMatchObject({ ok: false, reason: "provider", message: expect.stringContaining("not verified") as string });
  });
});
