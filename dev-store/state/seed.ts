import { seedCustomers } from "./seed-customers.ts";
import { seedOrders } from "./seed-orders.ts";
import { seedProducts } from "./seed-products.ts";
import { SeededRandom } from "./seeded-random.ts";
import type { Discount, Shop, StoreState } from "./types.ts";

const CUSTOMERS = 500;
const ORDERS = 1400;

const shop: Shop = {
  id: "68204417352",
  domain: "juniper-and-clay.myshopify.com",
  name: "Juniper & Clay",
  email: "hello@juniper-and-clay.example",
  currency: "EUR",
  timeZone: "Europe/Warsaw",
  locale: "en",
  countryCode: "PL",
};

/** The seeded shop: the same ids, names and amounts every time, and for the same `now` (epoch ms UTC) the same instants. */
export function seedState(now: number): StoreState {
  const { products, collections } = seedProducts(new SeededRandom(1), now, shop.name);
  const customers = seedCustomers(new SeededRandom(2), now, CUSTOMERS);
  const orders = seedOrders(new SeededRandom(3), now, customers, products, ORDERS);
  return {
    shop: { ...shop },
    products: byId(products),
    collections: byId(collections),
    customers: byId(customers),
    orders: byId(orders),
    carts: new Map(),
    checkouts: new Map(),
    discounts: byId([welcome(now)]),
    appMetafields: new Map(),
    themeEmbeds: new Map(),
    markets: new Map(), customerSessions: new Map(),
  };
}

/** The code that some of the seeded orders were placed with: for everybody, once each. */
function welcome(now: number): Discount {
  const startsAt = now - 365 * 24 * 3_600_000;
  return {
    id: "1000000000001", code: "WELCOME10", title: "WELCOME10", kind: "percentage", share: 0.1, amountMinor: 0, minimumMinor: null, usageLimit: null, appliesOncePerCustomer: true,
    customerIds: null, startsAt, endsAt: null, usedBy: [], createdAt: startsAt,
  };
}

function byId<T extends { id: string }>(items: T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
