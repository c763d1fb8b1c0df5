import { afterEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "~/domain/instant";
import { redactCustomer } from "~/services/customers/redact-customer.server";
import { openMessageWorld, type MessageWorld } from "../factories/message-world";

const worlds: MessageWorld[] = [];
afterEach(async () => { for (const world of worlds.splice(0)) await world.close(); });

async function open(options: Parameters<typeof openMessageWorld>[0] = {}) {
  const world = await openMessageWorld(options);
  worlds.push(world);
  return world;
}

const greeting = { subject: "{{ customer.first_name }}, your basket", body: "<h1>Hi {{ customer.first_name }}</h1>{% products %}{% button url: cart.url, label: \"Back\" %}<p>{{ cart.total }}</p>" };

describe("sending", () => {
  it("R26 sends one e-mail when the cart has been idle, with her name, products, pictures and prices, and goes on", async () => {
    const world = await open();
    await world.activate(world.series(greeting));
    await world.shopper("ola");
    await world.pass(59 * MINUTE);
    expect(world.mailTo("ola")).toHaveLength(0);
    await world.pass(MINUTE);
    const [mail, ...others] = world.mailTo("ola");
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: "ola, your basket", from: "\"Shop\" <shop@example.com>" });
    expect(mail?.html).toContain("Linen Apron");
    expect(mail?.html).toContain("€54.00");
    expect(mail?.html).toContain("https://cdn.example/502.jpg");
    expect(mail?.html).toContain("€132.00");
    expect(mail?.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "List-Unsubscribe": expect.stringMatching(/^<https:\/\/app\.example\/m\/u\/[\w-]{47}>$/) as string });
    const [message] = await world.messageOf("ola");
    expect(message).toMatchObject({ status: "handed-over", toAddress: "ola@example.com", consentId: "c-news", dueAt: null });
    expect(message?.handedOverAt).toBe(world.clock.now());
    expect((await world.runs())[0]).toMatchObject({ status: "active", stepId: "wait" });
    await world.pass(24 * HOUR);
    expect(world.mailTo("ola")).toHaveLength(2);
    expect(await world.counts()).toMatchObject({ sent: 2, completed: 1 });
  });

  it.each([
    ["withdrawn", "consent-withdrawn", "Newsletter"], ["pending", "consent-pending", "Newsletter"], [null, "no-consent", "Newsletter"],
  ] as const)("R42 suppresses with the reason when the consent is %s", async (consent, reason, detail) => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola", consent);
    await world.pass(HOUR);
    expect(world.mailTo("ola")).toHaveLength(0);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "suppressed", reason, detail, suppressedAt: world.clock.now() }]);
    expect((await world.runs())[0]?.stepId).toBe("wait");
    expect(await world.counts()).toMatchObject({ suppressed: 1 });
  });

  it("R42 asks for the truth at the moment of sending: address, cart, order, customer, run", async () => {
    const world = await open();
    await world.activate(world.series());
    const change: Record<string, (id: string) => Promise<unknown>> = {
      "no-address": (id) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ email: null }).where("id", "=", id).execute()),
      "cart-empty": (id) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Cart").set({ lines: "[]" }).where("customerId", "=", id).execute()),
      "cart-ordered": (id) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Cart").set({ orderedAt: 1 }).where("customerId", "=", id).execute()),
      "customer-deleted": (id) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ deletedAt: 1 }).where("id", "=", id).execute()),
      "address-bounced": (id) => world.db.write((tx) => tx.forShop(world.shop.id).insertInto("SuppressedAddress").values({ shopId: world.shop.id, channel: "email", address: `${id}@example.com`, reason: "bounce", messageId: "m", at: 1 }).execute()),
      "run-ended": (id) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set({ status: "removed" }).where("customerId", "=", id).execute()),
    };
    for (const id of Object.keys(change)) await world.shopper(id);
    await world.advance(HOUR);
    for (const [id, make] of Object.entries(change)) await make(id);
    await world.drain();
    const messages = await world.messages();
    expect(Object.fromEntries(messages.map(({ customerId, reason }) => [customerId, reason]))).toEqual(Object.fromEntries(Object.keys(change).map((id) => [id, id])));
    expect(world.provider.inbox.list()).toHaveLength(0);
  });

  it("R26 a message that her data break fails with the reason, and the run goes on by the merchant's rule", async () => {
    const world = await open();
    await world.activate(world.series({ body: "<p>ok</p>\n<p>{{ customer.first_name | money }}</p>", onFailure: "continue" }));
    await world.shopper("ola");
    await world.pass(HOUR);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "failed", reason: "template", detail: "2:4 money is not given an amount" }]);
    expect((await world.runs())[0]?.stepId).toBe("wait");

    const strict = await open();
    await strict.activate(strict.series({ subject: "{% if false %}x{% endif %}", onFailure: "remove" }));
    await strict.shopper("ola");
    await strict.pass(HOUR);
    expect(await strict.messageOf("ola")).toMatchObject([{ status: "failed", reason: "empty-subject" }]);
    expect((await strict.runs())[0]).toMatchObject({ status: "removed", reason: "message-failed" });
    expect(await strict.counts()).toMatchObject({ failed: 1, removed: 1 });
  });

  it("R9 a message of a run that is held waits with it, and is sent once it goes on", async () => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola");
    await world.advance(HOUR);
    const held = (heldAt: number | null) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Run").set({ heldAt }).execute());
    await held(world.clock.now());
    await world.pass(HOUR);
    expect(await world.works.messages.nextDueAt()).toBeNull();
    expect(world.mailTo("ola")).toHaveLength(0);
    await held(null);
    await world.drain();
    expect(world.mailTo("ola")).toHaveLength(1);
  });

  it.each(["500", "reset", "timeout", "accept-then-drop"] as const)("sends exactly one e-mail when the provider's first two answers fail: %s", async (mode) => {
    const world = await open({ timeout: 300 });
    await world.activate(world.series());
    await world.shopper("ola");
    world.provider.fail(mode, 2);
    await world.pass(HOUR);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "handing-over" }]);
    await world.pass(10 * MINUTE);
    expect(world.mailTo("ola")).toHaveLength(1);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "handed-over" }]);
    const calls = world.provider.calls.filter(({ body }) => body !== "");
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
    expect(await world.counts()).toMatchObject({ sent: 1 });
  });

  it("cuts what goes out together into calls of a hundred, each under a key of its own; one that fails goes again alone", async () => {
    const world = await open();
    const { email } = world.context;
    const turn = email.turn.bind(email);
    let turns = 0;
    email.turn = () => { turns += 1; return turn(); };
    await world.activate(world.series());
    const people = Array.from({ length: 104 }, (_, index) => `c${String(index).padStart(3, "0")}`);
    for (const id of people) await world.shopper(id);
    world.provider.fail("500", 1);
    await world.pass(2 * HOUR);
    const calls = world.provider.calls.map(({ key, body }) => ({ key, body, mails: (JSON.parse(body) as unknown[]).length }));
    expect(calls.map(({ mails }) => mails).every((mails) => mails <= 100)).toBe(true);
    expect(calls).toHaveLength(3);
    expect(turns).toBeGreaterThanOrEqual(3);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(2);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(2);
    expect(people.filter((id) => world.mailTo(id).length !== 1)).toEqual([]);
    expect(await world.counts()).toMatchObject({ sent: 104 });
  });

  it("asks for its turn before every call, the repeated ones too", async () => {
    const world = await open();
    const { email } = world.context;
    const turn = email.turn.bind(email);
    let turns = 0;
    email.turn = () => { turns += 1; return turn(); };
    await world.activate(world.series());
    await world.shopper("ola");
    world.provider.fail("500", 2);
    await world.pass(2 * HOUR);
    expect(world.provider.calls).toHaveLength(3);
    expect(turns).toBe(3);
  });

  it("R42 after 429 the message is in the queue again, and its consent is asked again before it goes", async () => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola");
    await world.shopper("ewa");
    world.provider.fail("429", 2);
    await world.pass(HOUR);
    expect(await world.messages()).toMatchObject([{ status: "queued", batchId: null }, { status: "queued", batchId: null }]);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("customerId", "=", "ewa").execute());
    await world.pass(5 * MINUTE);
    expect(world.mailTo("ola")).toHaveLength(1);
    expect(world.mailTo("ewa")).toHaveLength(0);
    expect(await world.messageOf("ewa")).toMatchObject([{ status: "suppressed", reason: "consent-withdrawn" }]);
  });

  it("keeps what no answer came for under its key for 23 hours, then leaves it to a person", async () => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola");
    world.provider.fail("500", 10_000);
    await world.pass(HOUR + 22 * HOUR);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "handing-over" }]);
    await world.pass(2 * HOUR);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "unknown", reason: "no-answer" }]);
    expect((await world.runs())[0]?.stepId).toBe("wait");
    expect(await world.counts()).toMatchObject({ unknown: 1 });
    expect(world.mailTo("ola")).toHaveLength(0);
  });

  it("one refused address fails alone; the others of its batch are sent", async () => {
    const world = await open();
    await world.activate(world.series());
    for (const id of ["ola", "ewa", "not an address"]) await world.shopper(id);
    await world.pass(HOUR);
    expect(await world.messageOf("not an address")).toMatchObject([{ status: "failed", reason: "rejected", detail: expect.stringContaining("Invalid `to` field") as string }]);
    expect(world.provider.inbox.list()).toHaveLength(2);
    expect(world.provider.calls).toHaveLength(1);
  });

  it("R42 does not ask again for those who may not get it any more, when it is not known whether it was taken", async () => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola");
    world.provider.fail("500", 1);
    await world.pass(HOUR);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "handing-over" }]);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("customerId", "=", "ola").execute());
    await world.pass(HOUR);
    expect(world.mailTo("ola")).toHaveLength(0);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "unknown", reason: "not-wanted" }]);
    expect((await world.runs())[0]?.stepId).toBe("wait");
  });

  it("asks no provider for a shop that has uninstalled the app", async () => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola");
    world.provider.fail("500", 1);
    await world.pass(HOUR);
    await world.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ uninstalledAt: world.clock.now() }).where("id", "=", world.shop.id).execute());
    await world.pass(HOUR);
    expect(world.provider.inbox.list()).toHaveLength(0);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "unknown", reason: "not-wanted" }]);
  });

  it("asks again with the same e-mails though one of the customers was redacted, and forgets hers afterwards", async () => {
    const world = await open();
    await world.activate(world.series());
    for (const id of ["ola", "ewa"]) await world.shopper(id);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ shopifyId: "78" }).where("id", "=", "ewa").execute());
    world.provider.fail("accept-then-drop", 1);
    await world.pass(HOUR);
    const { id, domain, timeZone } = world.shop;
    const shop = await world.db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect({ domain, timeZone }).toEqual({ domain: shop.domain, timeZone: shop.timeZone });
    const deps = { now: world.clock.now(), newId: world.context.newId, log: world.context.log, triggeredAt: world.clock.now() };
    await world.db.write((tx) => redactCustomer(tx, deps, shop, { customer: { id: "78" }, orders_to_redact: [] }));
    await world.pass(HOUR);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "handed-over" }]);
    expect(new Set(world.provider.calls.map(({ body }) => body)).size).toBe(1);
    expect(world.mailTo("ola")).toHaveLength(1);
    const kept = await world.db.forShop(id).selectFrom("MessageContent").select("payload").execute();
    expect(kept.filter(({ payload }) => payload.includes("ewa@example.com"))).toEqual([]);
    expect(await world.messageOf("ewa")).toMatchObject([{ status: "handed-over", toAddress: null }]);
  });

  it("a stored batch whose messages the redaction of the shop took first comes to its end", async () => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola");
    world.provider.fail("500", 1);
    await world.pass(HOUR);
    await world.db.write(async (tx) => {
      for (const table of ["MessageContent", "Message"] as const) await tx.forShop(world.shop.id).deleteFrom(table).execute();
    });
    await world.pass(HOUR);
    expect(await world.db.forShop(world.shop.id).selectFrom("SendBatch").select("status").execute()).toEqual([{ status: "done" }]);
  });

  it("R44 writes to nobody about a cart that turned out to be another's", async () => {
    const world = await open();
    await world.activate(world.series());
    await world.shopper("ola");
    await world.addCustomer("jan");
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Cart").set({ customerId: "jan" }).where("token", "=", "cart-ola").execute());
    await world.pass(HOUR);
    expect(world.mailTo("ola")).toHaveLength(0);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "suppressed", reason: "cart-of-another" }]);
  });

  it("a batch that another process left behind is sent again under its key, so that one e-mail exists", async () => {
    const world = await open({ timeout: 60_000 });
    await world.activate(world.series());
    await world.shopper("ola");
    await world.advance(HOUR);
    world.provider.fail("hold");
    const gone = world.sender();
    await gone.runDue();
    while (world.provider.faults.parked === 0) await gone.runDue();
    expect(world.mailTo("ola")).toHaveLength(1);
    // The process that asked is gone with its connection; a new one finds what it left.
    world.provider.faults.clear();
    await world.drain();
    expect(world.mailTo("ola")).toHaveLength(1);
    expect(await world.messageOf("ola")).toMatchObject([{ status: "handed-over" }]);
    expect(await world.counts()).toMatchObject({ sent: 1 });
  });
});
