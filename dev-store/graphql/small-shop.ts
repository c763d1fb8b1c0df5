import { Store } from "../state/store.ts";
import type { Customer, Order, Product, StoreChange, StoreState } from "../state/types.ts";

/** A shop of three customers, two products and three orders for the tests of the Admin API, the webhooks and the shell. */
export const NOW = Date.parse("2026-07-15T10:00:00Z");
const DAY = 24 * 3600_000;

export function customer(id: string, fields: Partial<Customer> = {}): Customer {
  return {
    id, email: `c${id}@example.com`, phone: null, firstName: "Ola", lastName: `Nowak ${id}`, locale: "pl", tags: [], city: "Kraków", countryCode: "PL",
    emailConsent: { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: NOW - 90 * DAY }, smsConsent: { state: "NOT_SUBSCRIBED", optInLevel: null, updatedAt: null },
    ordersCount: 0, totalSpentMinor: 0, lastOrderId: null, createdAt: NOW - 100 * DAY, updatedAt: NOW - 10 * DAY, ...fields,
  };
}

export function product(id: string, fields: Partial<Product> = {}): Product {
  return {
    id, handle: `product-${id}`, title: `Linen apron ${id}`, vendor: "Juniper", type: "Kitchen", descriptionHtml: "<p>Washed linen.</p>", tags: ["linen"],
    image: `/images/${id}.jpg`, imageAlt: "An apron", status: "ACTIVE", createdAt: NOW - 200 * DAY, updatedAt: NOW - 5 * DAY,
    variants: [{ id: `${id}1`, productId: id, title: "Sand", sku: `A-${id}`, priceMinor: 4900, compareAtMinor: 5900, inventory: 7 }], ...fields,
  };
}

export function order(id: string, customerId: string | null, createdAt: number, fields: Partial<Order> = {}): Order {
  return {
    id, number: 1000 + Number(id.slice(-3)), customerId, email: "c@example.com", totalMinor: 9800, currency: "EUR", cartToken: `cart${id}`, checkoutToken: `check${id}`,
    lines: [{ id: `${id}9`, variantId: "31", productId: "3", title: "Linen apron 3", quantity: 2, priceMinor: 4900 }],
    attributes: { _visitor: "v1" }, discountCodes: [], refunds: [], cancelledAt: null, createdAt, updatedAt: createdAt, ...fields,
  };
}

/** A store with the shop in it; `changes` fills with what it fires. */
export function smallShop(): { store: Store; changes: StoreChange[] } {
  const changes: StoreChange[] = [];
  const state: StoreState = {
    shop: { id: "77", domain: "juniper-and-clay.myshopify.com", name: "Juniper & Clay", email: "hello@juniper.example", currency: "EUR", timeZone: "Europe/Warsaw", locale: "en", countryCode: "PL" },
    products: byId([product("3"), product("4", { title: "Oak board 4", status: "DRAFT" })]),
    collections: new Map([["8", { id: "8", handle: "kitchen", title: "Kitchen", description: "For the kitchen", productIds: ["3", "4"] }]]),
    customers: byId([
      customer("9007199254740993", { ordersCount: 2, totalSpentMinor: 19600, lastOrderId: "501", tags: ["vip"], updatedAt: NOW - DAY }),
      customer("12", { emailConsent: { state: "UNSUBSCRIBED", optInLevel: null, updatedAt: NOW - DAY }, phone: "+48123456789" }),
      customer("13", { email: null, city: "" }),
    ]),
    orders: byId([order("500", "9007199254740993", NOW - 70 * DAY), order("501", "9007199254740993", NOW - 3 * DAY), order("502", null, NOW - 2 * DAY)]),
    carts: new Map(), checkouts: new Map(), discounts: new Map(), appMetafields: new Map(), themeEmbeds: new Map(), markets: new Map(), customerSessions: new Map(),
  };
  return { store: new Store(state, { now: () => NOW }, (change) => changes.push(change)), changes };
}

function byId<T extends { id: string }>(items: T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
