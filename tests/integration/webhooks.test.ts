import { createHmac } from "node:crypto";
import type { RequestListener } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHttpWebhookSender } from "~/adapters/webhooks/http-webhook-sender.server";
import { createWebhookSecrets } from "~/adapters/webhooks/webhook-secrets.server";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { readCustomerTimeline } from "~/queries/customer-timeline.server";
import { staffNoteDoer } from "~/runtime/errands/staff-note-doer.server";
import { webhookDoer } from "~/runtime/errands/webhook-doer.server";
import { errandsWork } from "~/runtime/errands/errands.server";
import type { DataRequestPayload } from "~/adapters/shopify/webhooks/shop-payloads";
import { recordDataRequest } from "~/services/customers/record-data-request.server";
import { rotateWebhookSecret } from "~/services/webhooks/rotate-webhook-secret.server";
import { testWebhook } from "~/services/webhooks/test-webhook.server";
import type { WebhookConfig } from "~/steps/webhook/definition";
import { cartSeries, expectCountsAgree } from "../factories/engine-world";
import { exhaustWork } from "../factories/exhaust-work";
import { listening, openMessageWorld, SECRET, type MessageWorld } from "../factories/message-world";

interface Delivery {
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

let world: MessageWorld;
let deliveries: Delivery[];
let answers: { status: number; headers?: Record<string, string>; body?: string }[];
let receiver: Awaited<ReturnType<typeof listening>>;
let work: ReturnType<typeof errandsWork>;
let context: MessageWorld["context"] & { webhooks: ReturnType<typeof createHttpWebhookSender>; webhookSecrets: ReturnType<typeof createWebhookSecrets> };

const onRequest: RequestListener = (req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
    deliveries.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
    const { status, headers = {}, body = "" } = answers.shift() ?? { status: 200, body: "thanks" };
    res.writeHead(status, headers).end(body);
  });
};

beforeEach(async () => {
  deliveries = [];
  answers = [];
  world = await openMessageWorld();
  receiver = await listening(onRequest);
  const loopback = { host: "receiver.example", port: Number(new URL(receiver.url).port) };
  context = { ...world.context, webhooks: createHttpWebhookSender({ real: () => world.clock.real(), loopback, timeoutMs: 2_000 }), webhookSecrets: createWebhookSecrets(SECRET) };
  work = errandsWork(context, { webhook: webhookDoer(context), "staff-note": staffNoteDoer(context) }, { soleOwner: true });
});
afterEach(async () => {
  await receiver.close();
  await world.close();
});

const config: WebhookConfig = { url: "https://receiver.example/hooks", headers: [{ name: "X-Key", value: "abc" }], body: '{ "who": "{{ customer.first_name }}", "total": "{{ cart.total }}" }', onFailure: "continue" };
const series = (change: Partial<WebhookConfig> = {}) => ({ ...cartSeries(), firstStepId: "call", steps: [{ id: "call", type: "webhook", version: 1, config: { ...config, ...change }, next: { next: null } }] });
const noting = (subject = "Call {{ customer.name }}") => ({ ...cartSeries(), firstStepId: "note", steps: [{ id: "note", type: "notify-staff", version: 1, config: { subject, text: "Cart of {{ cart.total }}" }, next: { next: null } }] });
const only = async () => (await world.db.forShop(world.shop.id).selectFrom("Errand").selectAll().orderBy("id").execute()).at(-1);
const go = async () => {
  await world.settle();
  await exhaustWork(work);
  await world.settle();
};
const enter = async (id: string) => {
  await world.shopper(id);
  await world.advance(HOUR);
  await go();
};

describe("a webhook", () => {
  it("R31 R45 shows a customer what others were told, and nothing of the merchant's keys", async () => {
    await world.activate(series({ url: "https://receiver.example/hooks?token=hushhush", headers: [{ name: "Authorization", value: "Bearer hushhush" }] }));
    await enter("ola");
    await world.db.write(async (tx) => {
      await tx.forShop(world.shop.id).updateTable("Customer").set({ shopifyId: "71" }).where("id", "=", "ola").execute();
      await recordDataRequest(tx, { ...world.deps(), triggeredAt: world.clock.now() }, world.shop, { customer: { id: "71" }, data_request: { id: "9" } } as DataRequestPayload);
    });
    const { report } = await world.db.forShop(world.shop.id).selectFrom("DataRequest").select("report").executeTakeFirstOrThrow();
    expect(JSON.parse(report ?? "null")).toMatchObject({ toldOthers: [{ kind: "webhook", status: "done", payload: { host: "receiver.example", body: deliveries[0]?.body } }] });
    expect(report).not.toMatch(/hushhush|Authorization/);
  });

  it("R31 tells of customer, scenario, run and trigger with the merchant's own JSON, signed, and the customer goes on", async () => {
    await world.activate(series());
    await enter("ola");
    expect(deliveries).toHaveLength(1);
    const [{ headers, body }] = deliveries as [Delivery];
    const errand = await only();
    expect(JSON.parse(body)).toMatchObject({
      id: errand?.id, type: "scenario.webhook", test: false, shop: { domain: "first.myshopify.com" }, customer: { email: "ola@example.com", first_name: "ola", total_spent: { amount: "0.00", currency: "EUR" } },
      scenario: { name: "Abandoned cart", version: 1 }, run: { step_id: "call" }, trigger: { cart_token: "cart-ola" }, data: { who: "ola", total: "€132.00" },
    });
    expect(headers).toMatchObject({ "x-key": "abc", host: "receiver.example", "idempotency-key": errand?.id, "x-scenarios-delivery": errand?.id, "x-scenarios-attempt": "1", "content-type": "application/json; charset=utf-8" });
    const [, t = "", v1 = ""] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(headers["x-scenarios-signature"])) ?? [];
    expect(v1).toBe(createHmac("sha256", context.webhookSecrets.secretOf(world.shop.id, 1)).update(`${t}.${body}`).digest("hex"));
    expect(errand).toMatchObject({ status: "done", attempts: 1 });
    expect(JSON.parse(errand?.result ?? "")).toMatchObject({ status: 200, body: "thanks" });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
    expect((await readCustomerTimeline(world.db, world.shop.id, "ola", null)).items).toContainEqual(expect.objectContaining({ kind: "errand-done", stepType: "webhook" }));
    await expectCountsAgree(world.db, world.shop.id);
  });

  it("R31 is tried again under the same id with the same body when the receiver is busy or broken, not before it asks for", async () => {
    await world.activate(series());
    answers.push({ status: 503 }, { status: 429, headers: { "retry-after": "7200" } });
    await enter("ola");
    world.clock.set(world.clock.now() + MINUTE, true);
    await go();
    expect(await work.nextDueAt()).toBeGreaterThanOrEqual(world.clock.now() + 2 * HOUR);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ firstName: "Changed" }).execute());
    world.clock.set((await work.nextDueAt()) ?? 0, true);
    await go();
    expect(deliveries.map(({ headers }) => headers["x-scenarios-attempt"])).toEqual(["1", "2", "3"]);
    expect(new Set(deliveries.map(({ body }) => body)).size).toBe(1);
    expect(new Set(deliveries.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
  });

  it("R31 fails at once where the receiver will not have it, and the customer leaves where the merchant chose so", async () => {
    await world.activate(series({ onFailure: "remove" }));
    for (const status of [400, 410, 302]) answers.push({ status, headers: { location: "http://127.0.0.1/" }, body: "no" });
    for (const [id, reason] of [["ola", "refused"], ["ewa", "gone"], ["jan", "redirected"]] as const) {
      await enter(id);
      expect(await only()).toMatchObject({ status: "failed", reason, attempts: 1 });
    }
    expect(deliveries).toHaveLength(3);
    expect((await world.runs()).map(({ status, reason }) => [status, reason])).toEqual(Array(3).fill(["removed", "webhook-failed"]));
    expect(await world.counts()).toMatchObject({ "errands-failed": 3, removed: 3 });
  });

  it("R31 that the customer's data break fails and says where; a customer who is gone is not told of", async () => {
    await world.activate(series({ body: '{ "n": "{{ customer.first_name | money }}" }' }));
    await enter("ola");
    expect(await only()).toMatchObject({ status: "failed", reason: "template" });
    await world.activate(series({ body: '{% if customer.orders_count > 0 %}{"a":1}{% else %}{"a":{% endif %}' }));
    await enter("ewa");
    expect((await world.db.forShop(world.shop.id).selectFrom("Errand").select("reason").execute()).map(({ reason }) => reason)).toContain("not-json");
    expect(deliveries).toHaveLength(0);
  });

  it("R31 is signed with the old secret too for a day after a change", async () => {
    await rotateWebhookSecret(context, world.shop, 1);
    await rotateWebhookSecret(context, world.shop, 1);
    const shop = async () => world.db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", world.shop.id).executeTakeFirstOrThrow();
    expect(await testWebhook(context, await shop(), config)).toMatchObject({ ok: true, status: 200, body: "thanks" });
    world.clock.set(world.clock.now() + DAY, true);
    await testWebhook(context, await shop(), config);
    expect(deliveries.map(({ headers }) => String(headers["x-scenarios-signature"]).split("v1=").length - 1)).toEqual([2, 1]);
    expect(deliveries[0]?.headers).toMatchObject({ "x-scenarios-test": "1" });
    expect(JSON.parse(deliveries[0]?.body ?? "")).toMatchObject({ test: true, customer: { first_name: "Sample" }, data: { who: "Sample" } });
    expect(await world.db.forShop(world.shop.id).selectFrom("Errand").selectAll().execute()).toEqual([]);
  });

  it("R31 a test says what is wrong, and goes to no private address", async () => {
    expect(await testWebhook(context, world.shop, { ...config, url: "https://127.0.0.1/" })).toMatchObject({ ok: false, reason: "config" });
    expect(await testWebhook(context, world.shop, { ...config, url: 5 })).toMatchObject({ ok: false, reason: "config" });
    answers.push({ status: 500, body: "oh" });
    expect(await testWebhook(context, world.shop, config)).toMatchObject({ ok: true, status: 500, body: "oh" });
  });
});

describe("a note to staff", () => {
  const staff = (...list: string[]) => world.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ staffEmails: JSON.stringify(list) }).execute());

  it("R31 goes to the staff, says whom it is about, needs no consent, is not tracked and counts in no figure of messages", async () => {
    await staff("a@staff.example", "b@staff.example");
    await world.activate(noting());
    await world.shopper("ola", null);
    await world.advance(HOUR);
    await go();
    const mails = world.provider.inbox.list();
    expect(mails.map(({ to }) => to).flat().sort()).toEqual(["a@staff.example", "b@staff.example"]);
    expect(mails[0]).toMatchObject({ subject: "Call ola Example" });
    expect(mails[0]?.text).toContain("Cart of €132.00");
    expect(mails[0]?.text).toContain("ola@example.com");
    expect(mails[0]?.html).not.toContain("/m/");
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
    expect(await world.messages()).toEqual([]);
    expect(await world.counts()).toEqual({ started: 1, completed: 1, arrived: 1, left: 1, "errands-done": 1 });
  });

  it("R31 goes once though the provider does not answer the first call, under the same key", async () => {
    await staff("a@staff.example");
    await world.activate(noting());
    world.provider.fail("accept-then-drop");
    await enter("ola");
    world.clock.set((await work.nextDueAt()) ?? 0, true);
    await go();
    expect(world.provider.inbox.list()).toHaveLength(1);
    expect(new Set(world.provider.calls.map(({ key }) => key)).size).toBe(1);
    expect(await only()).toMatchObject({ status: "done", attempts: 2 });
  });

  it.each([
    { fault: "429", result: { status: "done" }, mails: 1, calls: 2 },
    { fault: "reset", result: { status: "unknown", reason: "no-answer" }, mails: 0, calls: 1 },
  ] as const)("R31 is $result.status a day after $fault, when the provider has forgotten its key", async ({ fault, result, mails, calls }) => {
    await staff("a@staff.example");
    await world.activate(noting());
    world.provider.fail(fault);
    await enter("ola");
    world.clock.set(world.clock.now() + DAY, true);
    await go();
    expect(await only()).toMatchObject(result);
    expect(world.provider.inbox.list()).toHaveLength(mails);
    expect(world.provider.calls).toHaveLength(calls);
  });

  it("R31 is sent at most twenty times an hour for a shop; the others' customers go on and it says why", async () => {
    await staff("a@staff.example");
    await world.activate(noting());
    for (let index = 0; index < 22; index += 1) await world.shopper(`c${index}`);
    await world.advance(HOUR);
    await go();
    expect(world.provider.inbox.list()).toHaveLength(20);
    const rows = await world.db.forShop(world.shop.id).selectFrom("Errand").select(["status", "reason"]).where("status", "=", "cancelled").execute();
    expect(rows).toEqual(Array(2).fill({ status: "cancelled", reason: "too-many-notes" }));
    expect((await world.runs()).every(({ status }) => status === "completed")).toBe(true);
    world.clock.set(world.clock.now() + HOUR, true);
    await enter("late");
    expect(world.provider.inbox.list()).toHaveLength(21);
  });

  it("R31 fails where nobody is set to get it, and the customer goes on", async () => {
    await world.activate(noting());
    await enter("ola");
    expect(await only()).toMatchObject({ status: "failed", reason: "no-staff" });
    expect((await world.runs())[0]).toMatchObject({ status: "completed" });
  });
});
