import { randomBytes } from "node:crypto";
import { StoreError } from "./store-error.ts";
import type { DiscountDesk } from "./discount-desk.ts";
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

  readonly #discounts: DiscountDesk;

  constructor(ledger: Ledger, customers: CustomerDesk, orders: OrderDesk, discounts: DiscountDesk) {
    this.#discounts = discounts;
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
    if (input.discountCode !== undefined) {
      const code = input.discountCode?.trim() || null;
      // Refused before anything changes.
      if (code !== null) this.#discounts.reduction(code, checkout);
      checkout.discountCode = code === null ? null : (this.#discounts.byCode(code)?.code ?? code);
    }
    this.#price(checkout);
    return this.#changed(checkout);
  }

  /**
   * Places the order. Fires, in this order: customers/create (a new buyer) or nothing, e-mail consent where she ticked it,
   * checkouts/update, orders/create, products/update, customers/purchasing_summary, customers/update. The cart is gone afterwards.
   */
  complete(token: string, input: CheckoutCompletion): Order {
    const checkout = this.#open(token);
    for (const { variantId } of checkout.lines) this.#ledger.variant(variantId);
    const code = checkout.discountCode;
    const known = this.#customers.byEmail(input.email)?.id ?? checkout.customerId;
    const discountMinor = code === null ? 0 : this.#discounts.reduction(code, { lines: checkout.lines, customerId: known, email: input.email });
    const customer = this.#buyer(checkout, input);
    if (input.acceptsMarketing && customer.emailConsent.state !== "SUBSCRIBED") {
      this.#customers.setEmailConsent(customer.id, { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    }
    checkout.email = input.email.trim();
    checkout.customerId = customer.id;
    checkout.completedAt = this.#ledger.clock.now();
    checkout.totalMinor = total(checkout.lines) - discountMinor;
    if (code !== null) this.#discounts.redeem(code, customer.id);
    this.#changed(checkout);
    const order = this.#orders.create({
      customerId: customer.id,
      email: checkout.email,
      lines: checkout.lines,
      attributes: checkout.attributes,
      discountCodes: code === null ? [] : [code],
      discountMinor,
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
    checkout.attributes = { ...cart.attributes };
    const customer = cart.customerId ? this.#ledger.state.customers.get(cart.customerId) : undefined;
    checkout.customerId = customer?.id ?? checkout.customerId;
    checkout.email = customer?.email ?? checkout.email;
    this.#price(checkout);
    return this.#changed(checkout);
  }

  /** The total with the code, which goes when it does not hold any more: another buyer, too small an order. */
  #price(checkout: Checkout): void {
    const subtotal = total(checkout.lines);
    checkout.totalMinor = subtotal;
    if (checkout.discountCode === null) return;
    try {
      checkout.totalMinor = subtotal - this.#discounts.reduction(checkout.discountCode, checkout);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      checkout.discountCode = null;
    }
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
