import { StoreError } from "./store-error.ts";
import type { DevClock, StoreChange, StoreState } from "./types.ts";

type Numbered = "products" | "collections" | "customers" | "orders" | "checkouts" | "discounts" | "variants" | "lines" | "refunds";

/** What the desks of the store share: the state, its clock, the ids and the one way out for changes. */
export class Ledger {
  readonly state: StoreState;
  readonly clock: DevClock;
  readonly #onChange: (change: StoreChange) => void;
  /** High-water marks, so that the id of something deleted is never given again. */
  #last = new Map<Numbered, bigint>();

  constructor(state: StoreState, clock: DevClock, onChange: (change: StoreChange) => void) {
    this.state = state;
    this.clock = clock;
    this.#onChange = onChange;
  }

  /** Subscribers get a copy: what they send later must read as it was at this moment. */
  emit(change: StoreChange): void {
    this.#onChange(structuredClone(change));
  }

  nextId(kind: Numbered): string {
    const next = (this.#last.get(kind) ?? this.#highest(kind)) + 1n;
    this.#last.set(kind, next);
    return next.toString();
  }

  forgetIds(): void {
    this.#last = new Map();
  }

  customer(id: string) {
    return found(this.state.customers.get(id), "customer", id);
  }

  product(id: string) {
    return found(this.state.products.get(id), "product", id);
  }

  order(id: string) {
    return found(this.state.orders.get(id), "order", id);
  }

  checkout(token: string) {
    return found([...this.state.checkouts.values()].find((checkout) => checkout.token === token), "checkout", token);
  }

  cart(token: string) {
    return found(this.state.carts.get(token), "cart", token);
  }

  variant(id: string) {
    for (const product of this.state.products.values()) {
      const variant = product.variants.find((candidate) => candidate.id === id);
      if (variant) return { product, variant };
    }
    throw new StoreError("not_found", "Cannot find variant");
  }

  #highest(kind: Numbered): bigint {
    let highest = 1_000_000_000_000n;
    for (const id of this.#idsOf(kind)) if (BigInt(id) > highest) highest = BigInt(id);
    return highest;
  }

  #idsOf(kind: Numbered): string[] {
    const { state } = this;
    const orders = () => [...state.orders.values()];
    switch (kind) {
      case "variants": return [...state.products.values()].flatMap((product) => product.variants.map((variant) => variant.id));
      case "lines": return [...orders(), ...state.checkouts.values()].flatMap((order) => order.lines.map((line) => line.id));
      case "refunds": return orders().flatMap((order) => order.refunds.map((refund) => refund.id));
      default: return [...state[kind].keys()];
    }
  }
}

function found<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) throw new StoreError("not_found", `There is no ${what} ${id} in this shop.`);
  return value;
}
