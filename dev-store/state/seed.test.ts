import { describe, expect, it } from "vitest";
import { purchasingSummary } from "./purchasing-summary.ts";
import { seedState } from "./seed.ts";

const now = Date.UTC(2026, 10, 20, 9, 30);
const state = seedState(now);

describe("the seeded shop", () => {
  it("is the same every time", () => {
    expect(seedState(now)).toEqual(state);
  });

  it("has the size people believe in", () => {
    expect([state.products.size, state.collections.size, state.customers.size, state.orders.size]).toEqual([40, 6, 500, 1400]);
    expect(new Set([...state.customers.values()].map((customer) => customer.email)).size).toBe(500);
  });

  it("adds up: every customer's totals are those of her orders", () => {
    for (const customer of state.customers.values()) {
      const own = [...state.orders.values()].filter((order) => order.customerId === customer.id);
      const { ordersCount, totalSpentMinor, lastOrderId } = customer;
      expect({ ordersCount, totalSpentMinor, lastOrderId }).toEqual(purchasingSummary(own));
    }
  });

  it("has orders from the last year only, placed after their customers came, numbered as they came", () => {
    let previous = { number: 1000, createdAt: 0 };
    for (const order of state.orders.values()) {
      expect(order.createdAt).toBeGreaterThan(state.customers.get(order.customerId ?? "")?.createdAt ?? now);
      expect(order.createdAt).toBeLessThan(now);
      expect(order.createdAt).toBeGreaterThan(now - 366 * 86_400_000);
      expect(order.updatedAt).toBeLessThanOrEqual(now);
      expect(order.number).toBe(previous.number + 1);
      expect(order.createdAt).toBeGreaterThanOrEqual(previous.createdAt);
      const subtotal = order.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
      expect(order.totalMinor).toBe(order.discountCodes.length > 0 ? Math.round(subtotal * 0.9) : subtotal);
      previous = order;
    }
  });

  it("knows the three shoppers of the tour: subscribed, and without orders", () => {
    for (const email of ["ola@example.com", "petr@example.com", "emma@example.com"]) {
      const customer = [...state.customers.values()].find((candidate) => candidate.email === email);
      expect(customer).toMatchObject({ ordersCount: 0, totalSpentMinor: 0, lastOrderId: null, emailConsent: { state: "SUBSCRIBED" } });
    }
  });

  it("writes to nobody real: addresses are at names reserved for examples", () => {
    for (const { email } of state.customers.values()) expect(email).toMatch(/@(example\.(com|org|net)|[a-z]+\.example)$/);
  });

  it("says when a customer consented whenever she did, and nothing when she never answered", () => {
    for (const { emailConsent, smsConsent, phone, createdAt } of state.customers.values()) {
      for (const consent of [emailConsent, smsConsent]) {
        expect(consent.updatedAt === null).toBe(consent.state === "NOT_SUBSCRIBED");
        if (consent.updatedAt !== null) expect(consent.updatedAt).toBeGreaterThanOrEqual(createdAt);
      }
      if (!phone) expect(smsConsent.state).toBe("NOT_SUBSCRIBED");
    }
  });
});
