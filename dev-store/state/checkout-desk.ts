import { randomBytes } from "node:crypto";
import { StoreError } from "./store-error.ts";
import type { CustomerDesk } from "./customer-desk.ts";
import type { Ledger } from "./ledger.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Checkout, Order } from "./types.ts";

export interface CheckoutCompletion {
  email: string;
  firstName: string;
  lastName: string;
  /** The tick beside "Email me with news and offers". */
  acceptsMarketing: boolean;
}

/** Checkouts. Fires checkouts/create and checkouts/update; completing one makes the order and, where she is new, the customer. Throws StoreError. */
export class CheckoutDesk {
  readonly #ledger: Ledger;
  readonly #customers: CustomerDesk;
  readonly #orders: OrderDesk;

  constructor(ledger: Ledger, customers: CustomerDesk, orders: OrderDesk) {
    this.#ledger = ledger;
    this.#customers = customers;
    this.#orders = orders;
  }

  byToken(token: string): Checkout | undefined {
    return [...this.#ledger.state.checkouts.values()].find((checkout) => checkout.token === token);
  }

  /** The open checkout of this cart, brought up to date; a new one where there is none. An empty cart is refused. */
  start(cartToken: string): Checkout {
    const cart = this.#ledger.cart(cartToken);
    if (cart.lines.length === 0) throw new StoreError("invalid", "The cart is empty.");
    const open = [...this.#ledger.state.checkouts.values()].find((checkout) => checkout.cartToken === cartToken && checkout.completedAt === null);
    if (open) return this.#sameAsCart(open) ? open : this.#refresh(open);
    const now = this.#ledger.clock.now();
    const customer = cart.customerId ? this.#ledger.state.customers.get(cart.customerId) : undefined;
    const lines = this.#orders.priceLines(cart.lines);
    const checkout: Checkout = {
      id: this.#ledger.nextId("checkouts"),
      token: randomBytes(16).toString("hex"),
      cartToken,
      customerId: customer?.id ?? null,
      email: customer?.email ?? null,
      lines,
      totalMinor: total(lines),
      attributes: { ...cart.attributes },
      discountCode: null,
      createdAt: now,
      updatedAt: now,
      completedAt: null,
    };
    this.#ledger.state.checkouts.set(checkout.id, checkout);
    this.#ledger.emit({ topic: "checkouts/create", checkout });
    return checkout;
  }

  /** What she typed so far. Shopify saves the contact before the order, which is how an abandoned checkout knows whom to write to. */
  update(token: string, input: { email?: string | null; discountCode?: string | null }): Checkout {
    const checkout = this.#open(token);
    if (input.email !== undefined) {
      checkout.email = input.email?.trim() || null;
      checkout.customerId ??= (checkout.email ? this.#customers.byEmail(checkout.email)?.id : undefined) ?? null;
    }
    if (input.discountCode !== undefined) checkout.discountCode = input.discountCode;
    return this.#changed(checkout);
  }

  /**
   * Places the order. Fires, in this order: customers/create (a new buyer) or nothing, e-mail consent where she ticked it,
   * checkouts/update, orders/create, products/update, customers/purchasing_summary, customers/update. The cart is gone afterwards.
   */
  complete(token: string, input: CheckoutCompletion): Order {
    const checkout = this.#open(token);
    for (const { variantId } of checkout.lines) this.#ledger.variant(variantId);
    const customer = this.#buyer(checkout, input);
    if (input.acceptsMarketing && customer.emailConsent.state !== "SUBSCRIBED") {
      this.#customers.setEmailConsent(customer.id, { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    }
    checkout.email = input.email.trim();
    checkout.customerId = customer.id;
    checkout.completedAt = this.#ledger.clock.now();
    this.#changed(checkout);
    const order = this.#orders.create({
      customerId: customer.id,
      email: checkout.email,
      lines: checkout.lines,
      attributes: checkout.attributes,
      discountCodes: checkout.discountCode ? [checkout.discountCode] : [],
      cartToken: checkout.cartToken,
      checkoutToken: checkout.token,
    });
    this.#ledger.state.carts.delete(checkout.cartToken);
    return order;
  }

  #buyer(checkout: Checkout, input: CheckoutCompletion) {
    const known = this.#customers.byEmail(input.email) ?? (checkout.customerId ? this.#customers.get(checkout.customerId) : undefined);
    return known ?? this.#customers.create({ email: input.email, firstName: input.firstName, lastName: input.lastName });
  }

  #open(token: string): Checkout {
    const checkout = this.#ledger.checkout(token);
    if (checkout.completedAt !== null) throw new StoreError("invalid", "This checkout is completed already.");
    return checkout;
  }

  #sameAsCart(checkout: Checkout): boolean {
    const cart = this.#ledger.cart(checkout.cartToken);
    const told = (lines: { variantId: string; quantity: number }[]) => JSON.stringify(lines.map((line) => [line.variantId, line.quantity]));
    return told(cart.lines) === told(checkout.lines)
      && JSON.stringify(cart.attributes) === JSON.stringify(checkout.attributes)
      && (cart.customerId === null || cart.customerId === checkout.customerId);
  }

  #refresh(checkout: Checkout): Checkout {
    const cart = this.#ledger.cart(checkout.cartToken);
    checkout.lines = this.#orders.priceLines(cart.lines);
    checkout.totalMinor = total(checkout.lines);
    checkout.attributes = { ...cart.attributes };
    const customer = cart.customerId ? this.#ledger.state.customers.get(cart.customerId) : undefined;
    checkout.customerId = customer?.id ?? checkout.customerId;
    checkout.email = customer?.email ?? checkout.email;
    return this.#changed(checkout);
  }

  #changed(checkout: Checkout): Checkout {
    checkout.updatedAt = this.#ledger.clock.now();
    this.#ledger.emit({ topic: "checkouts/update", checkout });
    return checkout;
  }
}

function total(lines: Checkout["lines"]): number {
  return lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
}
