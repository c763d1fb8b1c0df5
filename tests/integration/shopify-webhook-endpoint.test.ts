import { createHmac } from "node:crypto";
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pino } from "pino";
import { MovableClock } from "~/adapters/clock/movable-clock";
import { newId } from "~/adapters/db/new-id.server";
import { isSignedByShopify } from "~/adapters/shopify/webhooks/verify-webhook.server";
import { receiveShopifyWebhook } from "~/ingest/shopify-webhook.server";
import { openTestDatabase, type TestDatabase } from "../setup/test-database";

const SECRET = "shhh";
const NOW = Date.parse("2026-07-15T10:00:00Z");
const BODY = '{"id":9007199254740993,"name":"Zażółć"}';

let test: TestDatabase;
let port: number;
let close: () => Promise<unknown>;
const woken: string[] = [];

beforeEach(async () => {
  test = await openTestDatabase();
  woken.length = 0;
  const context = { db: test.db, clock: new MovableClock(NOW, true), newId, log: pino({ level: "silent" }), wake: { wake: (name: string) => void woken.push(name) }, setUp: { sms: null, push: null } };
  const server = createServer(receiveShopifyWebhook(context, (body, signature) => isSignedByShopify(body, signature, SECRET)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  close = () => new Promise((resolve) => server.close(resolve));
});
afterEach(async () => {
  await close();
  await test.close();
});

const sign = (body: string | Buffer, secret = SECRET) => createHmac("sha256", secret).update(body).digest("base64");

function post(body: string | Buffer, more: Record<string, string | undefined> = {}, method = "POST"): Promise<number> {
  const headers = Object.fromEntries(Object.entries({
    "x-shopify-topic": "shop/update", "x-shopify-shop-domain": "juniper-and-clay.myshopify.com", "x-shopify-webhook-id": "w1", "x-shopify-event-id": "e1",
    "x-shopify-triggered-at": "2026-07-15T09:59:58.123456789Z", "x-shopify-hmac-sha256": sign(body), ...more,
  }).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const outgoing = send({ port, host: "127.0.0.1", path: "/webhooks/shopify", method, headers, agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const stored = () => test.db.acrossShops.selectFrom("WebhookReceipt").selectAll().execute();

describe("POST /webhooks/shopify", () => {
  it("R45 stores what Shopify signed before it answers, by its raw bytes, once for any number of deliveries", async () => {
    expect(await Promise.all([post(BODY), post(BODY), post(BODY)])).toEqual([200, 200, 200]);
    expect(await stored()).toMatchObject([{ topic: "shop/update", webhookId: "w1", eventId: "e1", payload: BODY, status: "waiting", receivedAt: NOW, triggeredAt: Date.parse("2026-07-15T09:59:58.123Z") }]);
    expect(woken).toEqual(["webhooks"]);
  });

  it("R45 refuses a body that is not signed, signed by another, or changed, with 401", async () => {
    const answers = [
      await post(BODY, { "x-shopify-hmac-sha256": undefined }),
      await post(BODY, { "x-shopify-hmac-sha256": "" }),
      await post(BODY, { "x-shopify-hmac-sha256": sign(BODY, "other") }),
      await post(`${BODY} `, { "x-shopify-hmac-sha256": sign(BODY) }),
      await post(BODY, { "x-shopify-hmac-sha256": "AAAA" }),
    ];
    expect(answers).toEqual([401, 401, 401, 401, 401]);
    expect(await stored()).toEqual([]);
  });

  it("R45 refuses another method, a body without end and headers that are none of Shopify's", async () => {
    expect(await post("", {}, "GET")).toBe(405);
    expect(await post(Buffer.alloc(9 * 1024 * 1024, 97))).toBe(413);
    expect(await post(BODY, { "x-shopify-shop-domain": "evil.example" })).toBe(400);
    expect(await post(BODY, { "x-shopify-webhook-id": undefined })).toBe(400);
    expect(await stored()).toEqual([]);
  });

  it("R45 passes over a topic that is not subscribed", async () => {
    expect(await post(BODY, { "x-shopify-topic": "themes/publish" })).toBe(200);
    expect(await post(BODY, { "x-shopify-topic": "toString" })).toBe(200);
    expect(await stored()).toEqual([]);
  });
});
