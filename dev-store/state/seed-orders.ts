import { purchasingSummary } from "./purchasing-summary.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { Customer, Order, OrderLine, Product, Variant } from "./types.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST_ORDER = 5_938_402_100_000;
const FIRST_LINE = 15_204_336_800_000;
const FIRST_REFUND = 930_184_400_000;

interface Sale {
  customer: Customer;
  at: number;
}

/**
 * A year of orders before `now`, oldest first, and the customers' totals brought in line with them. Buying is uneven as in a
 * real shop: a third of the customers never buy, a few buy every month, and November and December sell best.
 */
export function seedOrders(random: SeededRandom, now: number, customers: Customer[], products: Product[], count: number): Order[] {
  const buyers = customers.filter((customer) => customer.createdAt < now - 15 * DAY && random.chance(0.85));
  const weights = buyers.map((buyer) => [buyer, 0.15 + random.next() ** 4 * 6] as const);
  const sales: Sale[] = [];
  while (sales.length < count) {
    const customer = random.weighted(weights);
    const from = Math.max(customer.createdAt + HOUR, now - 365 * DAY);
    const at = openingHour(random, from + random.next() * (now - 2 * DAY - from));
    if (at > from && random.chance(seasonal(at))) sales.push({ customer, at });
  }
  sales.sort((a, b) => a.at - b.at);
  const orders = sales.map((sale, index) => orderOf(random, now, sale, index, products));
  for (const customer of customers) {
    const own = orders.filter((order) => order.customerId === customer.id);
    if (own.length > 0) settle(customer, own);
  }
  return orders;
}

function settle(customer: Customer, own: Order[]): void {
  Object.assign(customer, purchasingSummary(own));
  customer.updatedAt = Math.max(customer.updatedAt, ...own.map((order) => order.updatedAt));
  if (customer.totalSpentMinor >= 60_000) customer.tags = [...new Set([...customer.tags, "vip"])].sort();
}

/** Shops sell from morning to late evening; instants are UTC, an hour or two behind Warsaw. */
function openingHour(random: SeededRandom, at: number): number {
  const hour = random.weighted([[6, 2], [8, 4], [10, 6], [12, 7], [14, 5], [16, 6], [18, 9], [19, 10], [20, 8], [21, 3]] as const);
  return Math.floor(at / DAY) * DAY + hour * HOUR + random.int(0, HOUR - 1);
}

function seasonal(at: number): number {
  const byMonth = [0.5, 0.45, 0.55, 0.6, 0.6, 0.5, 0.4, 0.45, 0.6, 0.7, 1, 1];
  return byMonth[new Date(at).getUTCMonth()] ?? 0.5;
}

function orderOf(random: SeededRandom, now: number, { customer, at }: Sale, index: number, products: Product[]): Order {
  const id = String(FIRST_ORDER + index * 32_768);
  const lines = linesOf(random, index, products);
  const subtotal = lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
  const discounted = random.chance(0.09);
  const order: Order = {
    id,
    number: 1001 + index,
    customerId: customer.id,
    email: customer.email,
    lines,
    totalMinor: discounted ? Math.round(subtotal * 0.9) : subtotal,
    currency: "EUR",
    cartToken: null,
    checkoutToken: null,
    attributes: {},
    discountCodes: discounted ? ["WELCOME10"] : [],
    refunds: [],
    cancelledAt: null,
    createdAt: at,
    updatedAt: at,
  };
  const fate = random.next();
  if (fate < 0.015) order.cancelledAt = order.updatedAt = Math.min(now - HOUR, at + random.int(1, 30) * HOUR);
  else if (fate < 0.05) refund(random, now, order, index);
  return order;
}

function linesOf(random: SeededRandom, index: number, products: Product[]): OrderLine[] {
  const kinds = random.weighted([[1, 48], [2, 30], [3, 15], [4, 7]] as const);
  const chosen = new Set<Variant>();
  while (chosen.size < kinds) chosen.add(random.pick(random.pick(products).variants));
  return [...chosen].map((variant, position) => ({
    id: String(FIRST_LINE + (index * 4 + position) * 1024),
    variantId: variant.id,
    productId: variant.productId,
    title: products.find((product) => product.id === variant.productId)?.title ?? variant.title,
    quantity: variant.priceMinor < 5000 ? random.weighted([[1, 70], [2, 22], [4, 8]] as const) : 1,
    priceMinor: variant.priceMinor,
  }));
}

function refund(random: SeededRandom, now: number, order: Order, index: number): void {
  const whole = random.chance(0.5);
  const first = order.lines[0];
  const amountMinor = whole || !first ? order.totalMinor : Math.min(order.totalMinor, first.priceMinor);
  const createdAt = Math.min(now - HOUR, order.createdAt + random.int(3, 20) * DAY);
  order.refunds.push({ id: String(FIRST_REFUND + index), orderId: order.id, amountMinor, note: whole ? "Returned" : "Arrived chipped", createdAt });
  order.updatedAt = createdAt;
}
