import { createHash, randomBytes } from "node:crypto";
import { StoreError } from "./store-error.ts";
import type { Ledger } from "./ledger.ts";
import type { Cart, CartLine } from "./types.ts";

export interface CartAddition {
  variantId: string;
  quantity: number;
  properties?: Record<string, string>;
}

/**
 * Carts of the storefront. Shopify has no cart query and its cart webhooks know no customer, so these changes fire nothing:
 * the app learns of carts from its tracker and from checkouts alone. Throws StoreError.
 */
export class CartDesk {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get(token: string): Cart | undefined {
    return this.#ledger.state.carts.get(token);
  }

  create(customerId: string | null): Cart {
    const cart: Cart = {
      token: randomBytes(18).toString("base64url").replace(/[-_]/g, "Z"),
      key: randomBytes(16).toString("hex"),
      lines: [],
      attributes: {},
      note: "",
      customerId,
      updatedAt: this.#ledger.clock.now(),
    };
    this.#ledger.state.carts.set(cart.token, cart);
    return cart;
  }

  /** All or nothing, as `/cart/add.js` does: one refused item refuses the call. Answers the lines that were touched. */
  add(token: string, items: CartAddition[]): CartLine[] {
    const cart = this.#ledger.cart(token);
    if (items.length === 0) throw new StoreError("invalid", "Required parameter missing or invalid: items");
    const lines = structuredClone(cart.lines);
    const touched = items.map(({ variantId, quantity, properties = {} }) => {
      if (!Number.isSafeInteger(quantity) || quantity < 1) throw new StoreError("invalid", "Quantity must be 1 or more");
      this.#sellable(variantId);
      const key = lineKey(variantId, properties);
      let line = lines.find((candidate) => candidate.key === key);
      if (!line) {
        line = { key, variantId, quantity: 0, properties };
        lines.unshift(line);
      }
      line.quantity += quantity;
      return line;
    });
    this.#checkStock(lines, new Set(touched.map((line) => line.variantId)));
    cart.lines = lines;
    this.#touch(cart);
    return touched;
  }

  /** `line` is a line key, a variant id or a 1-based position. Quantity 0 removes the line. */
  change(token: string, line: { key: string } | { variantId: string } | { position: number }, quantity: number, properties?: Record<string, string>): Cart {
    const cart = this.#ledger.cart(token);
    const lines = structuredClone(cart.lines);
    const wanted = "key" in line ? lines.find((candidate) => candidate.key === line.key)
      : "variantId" in line ? lines.find((candidate) => candidate.variantId === line.variantId)
      : lines[line.position - 1];
    if (!wanted) throw new StoreError("invalid", "no valid id or line parameter");
    if (!Number.isSafeInteger(quantity) || quantity < 0) throw new StoreError("invalid", "Quantity must be 0 or more");
    const grew = quantity > wanted.quantity;
    wanted.quantity = quantity;
    if (properties) {
      wanted.properties = properties;
      wanted.key = lineKey(wanted.variantId, properties);
    }
    if (grew) this.#checkStock(lines, new Set([wanted.variantId]));
    cart.lines = lines.filter((candidate) => candidate.quantity > 0);
    return this.#touch(cart);
  }

  /** Attributes are merged; null or an empty value removes one. */
  update(token: string, input: { attributes?: Record<string, string | null>; note?: string }): Cart {
    const cart = this.#ledger.cart(token);
    const attributes = new Map(Object.entries(cart.attributes));
    for (const [name, value] of Object.entries(input.attributes ?? {})) {
      if (value === null || value === "") attributes.delete(name);
      else attributes.set(name, value);
    }
    cart.attributes = Object.fromEntries(attributes);
    if (input.note !== undefined) cart.note = input.note;
    return this.#touch(cart);
  }

  /** Takes the lines out; note and attributes stay, as Shopify's `/cart/clear.js` leaves them. */
  clear(token: string): Cart {
    const cart = this.#ledger.cart(token);
    cart.lines = [];
    return this.#touch(cart);
  }

  /** Signing in and out changes whose cart it is. */
  assign(token: string, customerId: string | null): Cart {
    const cart = this.#ledger.cart(token);
    cart.customerId = customerId;
    return this.#touch(cart);
  }

  delete(token: string): void {
    this.#ledger.state.carts.delete(token);
  }

  #touch(cart: Cart): Cart {
    cart.updatedAt = this.#ledger.clock.now();
    return cart;
  }

  #sellable(variantId: string) {
    const found = this.#ledger.variant(variantId);
    if (found.product.status !== "ACTIVE") throw new StoreError("not_found", "Cannot find variant");
    return found;
  }

  #checkStock(lines: CartLine[], variantIds: Set<string>): void {
    for (const variantId of variantIds) {
      const { product, variant } = this.#sellable(variantId);
      const wanted = lines.reduce((sum, line) => sum + (line.variantId === variantId ? line.quantity : 0), 0);
      if (wanted <= variant.inventory) continue;
      const name = variant.title === "Default Title" ? product.title : `${product.title} - ${variant.title}`;
      throw new StoreError("sold_out", variant.inventory <= 0
        ? `The product '${name}' is already sold out.`
        : `You can only add ${variant.inventory} of ${name} to the cart.`);
    }
  }
}

/** Shopify's line key: lines of one variant differ by their properties alone. */
export function lineKey(variantId: string, properties: Record<string, string>): string {
  const sorted = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${variantId}:${createHash("md5").update(`${variantId}${JSON.stringify(sorted)}`).digest("hex")}`;
}
