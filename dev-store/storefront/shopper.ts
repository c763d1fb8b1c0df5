import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Store } from "../state/store.ts";
import type { Cart, Customer } from "../state/types.ts";

const CART = "cart";
const SESSION = "storefront_customer";
const DISCOUNT = "discount_code";
const CART_STYLE = "theme_cart";
const YEAR_S = 31_536_000;

export type CartStyle = "fetch" | "xhr" | "form";

/** Who makes this request, by her cookies, and the cookies her answer sets. */
export class Shopper {
  readonly #store: Store;
  readonly #cookies: Map<string, string>;
  readonly #answer = new Map<string, string>();

  constructor(store: Store, req: IncomingMessage) {
    this.#store = store;
    this.#cookies = parseCookies(req.headers.cookie ?? "");
  }

  get customer(): Customer | null {
    const id = this.#store.state.customerSessions.get(this.#cookies.get(SESSION) ?? "");
    return (id === undefined ? undefined : this.#store.customers.get(id)) ?? null;
  }

  /** Her cart, if she has one; none is made. A cart cookie without its key opens nothing. */
  get existingCart(): Cart | null {
    const [token = "", query = ""] = (this.#cookies.get(CART) ?? "").split("?");
    const cart = this.#store.carts.get(token);
    return cart && new URLSearchParams(query).get("key") === cart.key ? cart : null;
  }

  /** Her cart; made now where there is none. */
  cart(): Cart {
    const cart = this.existingCart ?? this.#store.carts.create(this.customer?.id ?? null);
    this.#set(CART, `${cart.token}?key=${cart.key}`, 14 * 86_400, false);
    return cart;
  }

  forgetCart(): void {
    this.#drop(CART);
  }

  /** Her cart goes with her, as in Shopify. */
  logIn(customer: Customer): void {
    const session = randomBytes(24).toString("base64url");
    this.#store.state.customerSessions.set(session, customer.id);
    this.#set(SESSION, session, YEAR_S, true);
    const cart = this.existingCart;
    if (cart) this.#store.carts.assign(cart.token, customer.id);
  }

  logOut(): void {
    this.#store.state.customerSessions.delete(this.#cookies.get(SESSION) ?? "");
    this.#drop(SESSION);
    const cart = this.existingCart;
    if (cart) this.#store.carts.assign(cart.token, null);
  }

  /** How this shopper's theme adds to the cart: by fetch with the new DOM events, by XMLHttpRequest, or by a plain form. */
  get cartStyle(): CartStyle {
    const style = this.#cookies.get(CART_STYLE);
    return style === "xhr" || style === "form" ? style : "fetch";
  }

  set cartStyle(style: CartStyle) {
    this.#cookies.set(CART_STYLE, style);
    this.#set(CART_STYLE, style, YEAR_S, false);
  }

  /** The code of a link `/discount/CODE`, kept until the checkout. */
  get discountCode(): string | null {
    return this.#cookies.get(DISCOUNT) ?? null;
  }

  set discountCode(code: string | null) {
    if (code === null) this.#drop(DISCOUNT);
    else this.#set(DISCOUNT, code, 14 * 86_400, false);
  }

  setCookies(): string[] {
    return [...this.#answer.values()];
  }

  #set(name: string, value: string, maxAgeS: number, httpOnly: boolean): void {
    this.#cookies.set(name, value);
    this.#answer.set(name, `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAgeS}; SameSite=Lax${httpOnly ? "; HttpOnly" : ""}`);
  }

  #drop(name: string): void {
    this.#cookies.delete(name);
    this.#answer.set(name, `${name}=; Path=/; Max-Age=0; SameSite=Lax`);
  }
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    const value = part.slice(at + 1).trim();
    cookies.set(part.slice(0, at).trim(), value.includes("%") && isEncoded(value) ? decodeURIComponent(value) : value);
  }
  return cookies;
}

function isEncoded(value: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(value) && !/%[89a-f]/i.test(value);
}
