import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { NOW, customer, order, product, smallShop } from "../graphql/small-shop.ts";
import { webhookPayload } from "./webhook-payload.ts";
import type { Checkout, Refund, StoreChange } from "../state/types.ts";

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

function problems(topic: string, payload: unknown): string[] {
  const schema: object = JSON.parse(readFileSync(new URL(`../../node_modules/shopify-webhook-schemas/schemas/2026-07/${topic}.json`, import.meta.url), "utf8"));
  const validate = ajv.compile(schema);
  validate(JSON.parse(JSON.stringify(payload)));
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/**
 * Where the published schemas, inferred from single examples, know less than Shopify sends: null where the example had a
 * value (or its example has null itself), and refunds inside an order, of which no example has one.
 */
const UNTOLD = new Set(["/addresses/0/address2", "/addresses/0/company", "/note", "/total_duties", "/user_id", "/refunds/0"]);

const { store } = smallShop();
const { state } = store;
const ola = state.customers.get("12") ?? customer("12");
const refund: Refund = { id: "900", orderId: "501", amountMinor: 4900, note: "One came broken", createdAt: NOW };
const bought = order("501", "9007199254740993", NOW, { refunds: [refund], discountCodes: ["SPRING"], totalMinor: 9000 });
const checkout: Checkout = {
  id: "700", token: "tok", cartToken: "cart", customerId: "12", email: "c12@example.com", lines: bought.lines, totalMinor: 9800, attributes: { _visitor: "v1" }, discountCode: null, createdAt: NOW, updatedAt: NOW, completedAt: null,
};

const changes: StoreChange[] = [
  { topic: "app/uninstalled" },
  { topic: "shop/update" },
  { topic: "customers/create", customer: ola },
  { topic: "customers/update", customer: ola },
  { topic: "customers/purchasing_summary", customer: state.customers.get("9007199254740993") ?? ola },
  { topic: "customers_email_marketing_consent/update", customer: ola },
  { topic: "customers_marketing_consent/update", customer: ola },
  { topic: "customers/delete", customerId: "12" },
  { topic: "customers/merge", keptId: "12", removedId: "13" },
  { topic: "customer.tags_added", customer: ola, tags: ["vip"] },
  { topic: "customer.tags_removed", customer: ola, tags: ["vip"] },
  { topic: "checkouts/create", checkout },
  { topic: "checkouts/update", checkout },
  { topic: "orders/create", order: bought },
  { topic: "orders/updated", order: bought },
  { topic: "orders/cancelled", order: { ...bought, cancelledAt: NOW } },
  { topic: "refunds/create", refund, order: bought },
  { topic: "products/create", product: product("3") },
  { topic: "products/update", product: product("3") },
  { topic: "products/delete", productId: "3" },
  { topic: "collections/create", collection: { id: "8", handle: "kitchen", title: "Kitchen", description: "", productIds: ["3"], updatedAt: NOW } },
  { topic: "collections/update", collection: { id: "8", handle: "kitchen", title: "Kitchen", description: "", productIds: ["3"] } },
  { topic: "collections/delete", collectionId: "8" },
];

describe("webhook payloads", () => {
  it.each(changes.map((change) => [change.topic, change] as const))("R45 %s is as Shopify's published schema has it", (topic, change) => {
    expect(problems(topic, webhookPayload(change, state, "http://localhost:4400", NOW)).filter((problem) => !UNTOLD.has(problem.split(" ")[0] ?? ""))).toEqual([]);
  });

  it("R45 writes ids past 2^53 with all their digits", () => {
    const body = JSON.stringify(webhookPayload({ topic: "customers/delete", customerId: "9007199254740993" }, state, "", NOW));
    expect(body).toBe('{"id":9007199254740993,"tax_exemptions":[],"admin_graphql_api_id":"gid://shopify/Customer/9007199254740993"}');
  });

  it("R45 carries neither tags nor consent nor totals of customers, and the cart token without its key", () => {
    expect(webhookPayload({ topic: "customers/update", customer: ola }, state, "", NOW)).not.toHaveProperty("tags");
    expect(webhookPayload({ topic: "orders/create", order: bought }, state, "", NOW)).toMatchObject({ total_price: "90.00", total_discounts: "8.00", cart_token: "cart501", created_at: "2026-07-15T12:00:00+02:00", customer: { email: "c9007199254740993@example.com" } });
    expect(webhookPayload({ topic: "checkouts/create", checkout }, state, "http://localhost:4400", NOW)).toMatchObject({ cart_token: "cart", abandoned_checkout_url: "http://localhost:4400/checkouts/tok/recover" });
  });
});

