import { StoreError } from "./store-error.ts";
import type { Ledger } from "./ledger.ts";
import type { Discount, OrderLine } from "./types.ts";

export type DiscountInput = Omit<Discount, "id" | "usedBy" | "createdAt">;

/** Who buys what, for the question what a code takes off. */
export interface Purchase {
  lines: readonly Pick<OrderLine, "priceMinor" | "quantity">[];
  /** Null while nobody has said who it is: then a code of one customer is let through until she does. */
  customerId: string | null;
  email: string | null;
}

/** Discount codes. Shopify's discount webhooks are none of the app's topics, so these changes fire nothing. Throws StoreError. */
export class DiscountDesk {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Whatever its case. */
  byCode(code: string): Discount | undefined {
    const wanted = code.trim().toUpperCase();
    return [...this.#ledger.state.discounts.values()].find((discount) => discount.code.toUpperCase() === wanted);
  }

  create(input: DiscountInput): Discount {
    if (this.byCode(input.code)) throw new StoreError("invalid", "Code must be unique. Please try a different code.");
    const discount: Discount = { ...input, id: this.#ledger.nextId("discounts"), usedBy: [], createdAt: this.#ledger.clock.now() };
    this.#ledger.state.discounts.set(discount.id, discount);
    return discount;
  }

  /** What the code takes off, in minor units; 0 for free shipping, which is always free here. Refuses a code that does not hold, in the words of the checkout. */
  reduction(code: string, { lines, customerId, email }: Purchase): number {
    const discount = this.byCode(code);
    const now = this.#ledger.clock.now();
    const refuse = (why: string) => new StoreError("invalid", `${code.trim()}: ${why}`);
    if (!discount || now < discount.startsAt) throw refuse("this discount code is not valid.");
    if (discount.endsAt !== null && now >= discount.endsAt) throw refuse("this discount code has expired.");
    if (discount.usageLimit !== null && discount.usedBy.length >= discount.usageLimit) throw refuse("this discount code has been used already.");
    const buyer = customerId ?? (email === null ? null : [...this.#ledger.state.customers.values()].find((one) => one.email?.toLowerCase() === email.toLowerCase())?.id ?? "");
    if (buyer !== null && discount.customerIds !== null && !discount.customerIds.includes(buyer)) throw refuse("this discount code is for another customer.");
    if (buyer !== null && discount.appliesOncePerCustomer && discount.usedBy.includes(buyer)) throw refuse("this discount code has been used already.");
    const subtotal = lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
    if (discount.minimumMinor !== null && subtotal < discount.minimumMinor) throw refuse("the order is too small for this discount code.");
    switch (discount.kind) {
      case "percentage": return Math.round(subtotal * discount.share);
      case "fixed_amount": return Math.min(subtotal, discount.amountMinor);
      case "shipping": return 0;
      default: return discount.kind satisfies never;
    }
  }

  /** An order was placed with it. */
  redeem(code: string, customerId: string): void {
    this.byCode(code)?.usedBy.push(customerId);
  }
}
