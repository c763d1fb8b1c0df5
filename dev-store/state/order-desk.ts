import { StoreError } from "./store-error.ts";
import { refundedMinor } from "./purchasing-summary.ts";
import type { CustomerDesk } from "./customer-desk.ts";
import type { Ledger } from "./ledger.ts";
import type { Order, OrderLine, Refund } from "./types.ts";

export interface OrderInput {
  customerId: string | null;
  email?: string | null;
  lines: { variantId: string; quantity: number; priceMinor?: number }[];
  attributes?: Record<string, string>;
  discountCodes?: string[];
  discountMinor?: number;
  cartToken?: string | null;
  checkoutToken?: string | null;
}

/** Orders, paid at once. Each change fires its order topic, then products/update for stock, then the buyer's totals. Throws StoreError. */
export class OrderDesk {
  readonly #ledger: Ledger;
  readonly #customers: CustomerDesk;

  constructor(ledger: Ledger, customers: CustomerDesk) {
    this.#ledger = ledger;
    this.#customers = customers;
  }

  get(id: string): Order | undefined {
    return this.#ledger.state.orders.get(id);
  }

  /** Newest first. */
  of(customerId: string): Order[] {
    return [...this.#ledger.state.orders.values()].filter((order) => order.customerId === customerId).sort((a, b) => b.createdAt - a.createdAt);
  }

  /** Fires orders/create, products/update per product, customers/purchasing_summary, customers/update. */
  create(input: OrderInput): Order {
    if (input.lines.length === 0) throw new StoreError("invalid", "An order needs at least one line.");
    const { state } = this.#ledger;
    const customer = input.customerId === null ? null : this.#ledger.customer(input.customerId);
    const now = this.#ledger.clock.now();
    const lines = this.priceLines(input.lines);
    const subtotalMinor = lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
    const order: Order = {
      id: this.#ledger.nextId("orders"),
      number: [...state.orders.values()].reduce((highest, earlier) => Math.max(highest, earlier.number), 1000) + 1,
      customerId: customer?.id ?? null,
      email: input.email ?? customer?.email ?? null,
      lines,
      totalMinor: Math.max(0, subtotalMinor - (input.discountMinor ?? 0)),
      currency: state.shop.currency,
      cartToken: input.cartToken ?? null,
      checkoutToken: input.checkoutToken ?? null,
      attributes: { ...input.attributes },
      discountCodes: [...(input.discountCodes ?? [])],
      refunds: [],
      cancelledAt: null,
      createdAt: now,
      updatedAt: now,
    };
    state.orders.set(order.id, order);
    this.#ledger.emit({ topic: "orders/create", order });
    this.#moveStock(lines, -1);
    if (customer) this.#customers.recount(customer.id);
    return order;
  }

  /** Restocks. Fires orders/cancelled, orders/updated, products/update and the buyer's totals. Cancelling twice is refused. */
  cancel(id: string): Order {
    const order = this.#ledger.order(id);
    if (order.cancelledAt !== null) throw new StoreError("invalid", "The order is cancelled already.");
    order.cancelledAt = order.updatedAt = this.#ledger.clock.now();
    this.#ledger.emit({ topic: "orders/cancelled", order });
    this.#ledger.emit({ topic: "orders/updated", order });
    this.#moveStock(order.lines, 1);
    if (order.customerId) this.#customers.recount(order.customerId);
    return order;
  }

  /** Minor units; all that is left when no amount is given. Fires refunds/create, orders/updated and the buyer's totals. */
  refund(id: string, amountMinor?: number, note = ""): Refund {
    const order = this.#ledger.order(id);
    const left = order.totalMinor - refundedMinor(order);
    const amount = amountMinor ?? left;
    if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left) {
      throw new StoreError("invalid", `A refund of this order is between 1 and ${left} minor units.`);
    }
    const now = this.#ledger.clock.now();
    const refund: Refund = { id: this.#ledger.nextId("refunds"), orderId: id, amountMinor: amount, note, createdAt: now };
    order.refunds.push(refund);
    order.updatedAt = now;
    this.#ledger.emit({ topic: "refunds/create", refund, order });
    this.#ledger.emit({ topic: "orders/updated", order });
    if (order.customerId) this.#customers.recount(order.customerId);
    return refund;
  }

  /** Lines with today's titles and prices, as a checkout or order freezes them. */
  priceLines(lines: OrderInput["lines"]): OrderLine[] {
    return lines.map(({ variantId, quantity, priceMinor }) => {
      const { product, variant } = this.#ledger.variant(variantId);
      if (!Number.isSafeInteger(quantity) || quantity < 1) throw new StoreError("invalid", "Quantity must be 1 or more");
      return {
        id: this.#ledger.nextId("lines"),
        variantId,
        productId: product.id,
        title: product.title,
        quantity,
        priceMinor: priceMinor ?? variant.priceMinor,
      };
    });
  }

  #moveStock(lines: OrderLine[], direction: 1 | -1): void {
    const changed = new Set<string>();
    for (const line of lines) {
      const product = this.#ledger.state.products.get(line.productId);
      const variant = product?.variants.find((candidate) => candidate.id === line.variantId);
      if (!product || !variant) continue;
      variant.inventory += direction * line.quantity;
      product.updatedAt = this.#ledger.clock.now();
      changed.add(product.id);
    }
    for (const id of changed) this.#ledger.emit({ topic: "products/update", product: this.#ledger.product(id) });
  }
}
