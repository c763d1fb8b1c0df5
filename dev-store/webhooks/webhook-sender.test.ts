import { createHmac } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { NOW, smallShop } from "../graphql/small-shop.ts";
import { createWebhookSender } from "./create-webhook-sender.ts";
import { listen } from "../oauth/listen.ts";
import { readBody } from "../oauth/read-body.ts";
import type { IncomingHttpHeaders } from "node:http";
import type { WebhookSender } from "./create-webhook-sender.ts";

const MINUTE = 60_000;
let now = NOW;
let status = 200;
let received: { headers: IncomingHttpHeaders; body: string }[] = [];
const app = await listen(async (req, res) => {
  received.push({ headers: req.headers, body: await readBody(req) });
  res.writeHead(status, status === 301 ? { location: "/elsewhere" } : {}).end();
  return true;
});
afterAll(app.close);

let sender: WebhookSender;
const { store } = smallShop();
const ola = store.customers.get("12");
if (!ola) throw new Error("no customer 12");

beforeEach(() => {
  now = NOW;
  status = 200;
  received = [];
  sender = createWebhookSender({ store, clock: { now: () => now }, secret: "secret", endpoint: `${app.origin}/webhooks/shopify`, topics: () => ["customers/update"], apiVersion: "2026-07", storeOrigin: "http://localhost:4400" });
});

describe("the webhook sender", () => {
  it("signs what it sends, and sends subscribed topics only", async () => {
    sender.send({ topic: "customers/update", customer: ola });
    sender.send({ topic: "customers/delete", customerId: "12" });
    await sender.idle();
    expect(received).toHaveLength(1);
    const [one] = received;
    expect(one?.headers).toMatchObject({
      "x-shopify-topic": "customers/update", "x-shopify-shop-domain": "juniper-and-clay.myshopify.com", "x-shopify-api-version": "2026-07", "x-shopify-triggered-at": "2026-07-15T10:00:00.000Z",
      "x-shopify-hmac-sha256": createHmac("sha256", "secret").update(one?.body ?? "").digest("base64"),
    });
    expect(sender.log()).toMatchObject([{ state: "delivered", webhookId: one?.headers["x-shopify-webhook-id"], eventId: one?.headers["x-shopify-event-id"] }]);
    expect(sender.nextDueAt()).toBeNull();
  });

  it("retries eight times within four hours under the same ids, then gives up", async () => {
    status = 500;
    sender.send({ topic: "customers/update", customer: ola });
    await sender.idle();
    for (let due = sender.nextDueAt(); due !== null; due = sender.nextDueAt()) {
      expect(due).toBeLessThanOrEqual(NOW + 240 * MINUTE);
      now = due;
      await sender.runDue(now);
    }
    expect(received).toHaveLength(9);
    expect(new Set(received.map((one) => one.headers["x-shopify-webhook-id"])).size).toBe(1);
    expect(sender.log()[0]).toMatchObject({ state: "failed" });
  });

  it("counts a redirect as a failure and succeeds on a later try", async () => {
    status = 301;
    sender.send({ topic: "customers/update", customer: ola });
    await sender.idle();
    expect(sender.log()[0]).toMatchObject({ state: "pending", attempts: [{ status: 301 }] });
    await sender.runDue(now);
    expect(received).toHaveLength(1);
    status = 200;
    now = sender.nextDueAt() ?? now;
    await sender.runDue(now);
    expect(sender.log()[0]).toMatchObject({ state: "delivered", attempts: [{ status: 301 }, { status: 200 }] });
  });

  it("delivers a given webhook under given ids, as often as asked, and tells the app's answer", async () => {
    status = 401;
    const first = await sender.deliver({ topic: "orders/create", payload: { id: 1 }, id: "w1", eventId: "e1" });
    await sender.deliver({ topic: "orders/create", payload: { id: 1 }, id: "w1", eventId: "e1" });
    expect(first.attempts[0]?.status).toBe(401);
    expect(received.map((one) => [one.headers["x-shopify-webhook-id"], one.headers["x-shopify-event-id"], one.body])).toEqual([["w1", "e1", '{"id":1}'], ["w1", "e1", '{"id":1}']]);
    expect(sender.nextDueAt()).toBeNull();
  });

  it("says when the app cannot be reached", async () => {
    const lost = createWebhookSender({ store, clock: { now: () => now }, secret: "secret", endpoint: "http://127.0.0.1:1/", topics: () => [], apiVersion: "2026-07", storeOrigin: "" });
    const delivery = await lost.deliver({ topic: "orders/create", payload: {} });
    expect(delivery.attempts[0]).toMatchObject({ status: null, error: expect.any(String) });
  });
});
