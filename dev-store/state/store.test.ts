import { beforeEach, describe, expect, it } from "vitest";
import { purchasingSummary } from "./purchasing-summary.ts";
import { seedState } from "./seed.ts";
import { StoreError } from "./store-error.ts";
import { Store } from "./store.ts";
import type { StoreChange } from "./types.ts";

const start = Date.UTC(2026, 10, 20, 9, 30);

let now: number;
let told: StoreChange[];
let store: Store;

const topics = () => told.splice(0).map((change) => change.topic);
const ola = () => {
  const customer = store.customers.byEmail("OLA@example.com");
  if (!customer) throw new Error("Ola is not in the seed.");
  return customer;
};
const variantOf = (handle: string) => {
  const variant = store.products.byHandle(handle)?.variants[0];
  if (!variant) throw new Error(`No ${handle} in the seed.`);
  return variant;
};

beforeEach(() => {
  now = start;
  told = [];
  store = new Store(seedState(start), { now: () => now }, (change) => told.push(change));
});

describe("an order", () => {
  it("fires what Shopify fires and brings stock and totals along", () => {
    const mug = variantOf("speckled-mug");
    const before = mug.inventory;
    const order = store.orders.create({ customerId: ola().id, lines: [{ variantId: mug.id, quantity: 2 }] });
    expect(topics()).toEqual(["orders/create", "products/update", "customers/purchasing_summary", "customers/update"]);
    expect(order).toMatchObject({ totalMinor: 3600, number: 2401, email: "ola@example.com", createdAt: start });
    expect(ola()).toMatchObject({ ordersCount: 1, totalSpentMinor: 3600, lastOrderId: order.id });
    expect(variantOf("speckled-mug").inventory).toBe(before - 2);
  });

  it("refunds in parts but never more than was paid", () => {
    const order = store.orders.create({ customerId: ola().id, lines: [{ variantId: variantOf("speckled-mug").id, quantity: 2 }] });
    topics();
    store.orders.refund(order.id, 1000);
    expect(topics()).toEqual(["refunds/create", "orders/updated", "customers/purchasing_summary", "customers/update"]);
    expect(ola().totalSpentMinor).toBe(2600);
    expect(() => store.orders.refund(order.id, 2601)).toThrow(StoreError);
    store.orders.refund(order.id);
    expect(ola()).toMatchObject({ ordersCount: 1, totalSpentMinor: 0 });
  });

  it("cancels once, and counts for nothing then", () => {
    const order = store.orders.create({ customerId: ola().id, lines: [{ variantId: variantOf("speckled-mug").id, quantity: 1 }] });
    topics();
    store.orders.cancel(order.id);
    expect(topics()).toEqual(["orders/cancelled", "orders/updated", "products/update", "customers/purchasing_summary", "customers/update"]);
    expect(ola()).toMatchObject(purchasingSummary([]));
    expect(() => store.orders.cancel(order.id)).toThrow("cancelled already");
  });
});

describe("a customer", () => {
  it("gets tags told once each", () => {
    store.customers.addTags(ola().id, ["vip", "newsletter"]);
    expect(told.at(-1)).toMatchObject({ topic: "customer.tags_added", tags: ["vip"] });
    expect(topics()).toEqual(["customers/update", "customer.tags_added"]);
    store.customers.addTags(ola().id, ["vip"]);
    expect(topics()).toEqual([]);
    store.customers.removeTags(ola().id, ["vip", "unknown"]);
    expect(topics()).toEqual(["customers/update", "customer.tags_removed"]);
  });

  it("changes her mind about e-mail at the clock's time", () => {
    now += 60_000;
    store.customers.setEmailConsent(ola().id, { state: "UNSUBSCRIBED" });
    expect(topics()).toEqual(["customers/update", "customers_email_marketing_consent/update"]);
    expect(ola().emailConsent).toEqual({ state: "UNSUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: now });
  });

  it("is told about as she was at that moment", () => {
    store.customers.update(ola().id, { firstName: "Aleksandra" });
    store.customers.update(ola().id, { firstName: "Ola" });
    expect(told.map((change) => "customer" in change && change.customer.firstName)).toEqual(["Aleksandra", "Ola"]);
  });

  it("may not take another's address", () => {
    expect(() => store.customers.create({ email: "Petr@Example.com" })).toThrow("already been taken");
  });

  it("leaves her orders nameless when deleted, and gives everything to the other when merged", () => {
    const petr = store.customers.byEmail("petr@example.com");
    const order = store.orders.create({ customerId: ola().id, lines: [{ variantId: variantOf("speckled-mug").id, quantity: 1 }] });
    topics();
    store.customers.merge(petr?.id ?? "", ola().id);
    expect(topics()).toEqual(["customers/merge", "customers/purchasing_summary", "customers/update"]);
    expect(petr).toMatchObject({ ordersCount: 1, lastOrderId: order.id });
    store.customers.delete(petr?.id ?? "");
    expect(topics()).toEqual(["customers/delete"]);
    expect(store.orders.get(order.id)?.customerId).toBeNull();
  });
});

describe("from cart to order", () => {
  it("starts one checkout a cart, follows the cart, and takes the cart away when done", () => {
    const cart = store.carts.create(null);
    store.carts.add(cart.token, [{ variantId: variantOf("linen-apron").id, quantity: 1 }]);
    store.carts.update(cart.token, { attributes: { hint: "v1" } });
    expect(topics()).toEqual([]);
    const checkout = store.checkouts.start(cart.token);
    expect(store.checkouts.start(cart.token)).toBe(checkout);
    expect(topics()).toEqual(["checkouts/create"]);
    store.checkouts.update(checkout.token, { email: "new.person@example.com" });
    const order = store.checkouts.complete(checkout.token, { email: "new.person@example.com", firstName: "New", lastName: "Person", acceptsMarketing: true });
    expect(topics()).toEqual(["checkouts/update", "customers/create", "customers/update", "customers_email_marketing_consent/update", "checkouts/update", "orders/create", "products/update", "customers/purchasing_summary", "customers/update"]);
    expect(order).toMatchObject({ cartToken: cart.token, checkoutToken: checkout.token, attributes: { hint: "v1" }, totalMinor: 4900 });
    expect(store.carts.get(cart.token)).toBeUndefined();
    expect(() => store.checkouts.complete(checkout.token, { email: "x@example.com", firstName: "", lastName: "", acceptsMarketing: false })).toThrow("completed already");
  });

  it("refuses what is sold out, all or nothing", () => {
    const cart = store.carts.create(null);
    const mug = variantOf("speckled-mug");
    store.products.setInventory(mug.id, 3);
    expect(() => store.carts.add(cart.token, [{ variantId: variantOf("linen-apron").id, quantity: 1 }, { variantId: mug.id, quantity: 4 }])).toThrow(StoreError);
    expect(store.carts.get(cart.token)?.lines).toEqual([]);
  });
});

it("goes back to the seed but keeps what the app wrote on its installation", () => {
  store.installation.setMetafield("scenarios", "config", "{}");
  store.installation.setEmbed("tracker", { enabled: false });
  store.customers.delete(ola().id);
  store.products.setPrice(variantOf("speckled-mug").id, 1);
  topics();
  store.reset();
  expect(topics()).toEqual([]);
  expect(store.state).toEqual({ ...seedState(start), appMetafields: new Map([["scenarios.config", "{}"]]) });
});
