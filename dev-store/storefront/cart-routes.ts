import { ZodError } from "zod";
import { StoreError } from "../state/store-error.ts";
import { cartJson, cartLineJson } from "./cart-json.ts";
import { additionsIn, changeIn, updateIn } from "./cart-request.ts";
import { BodyError, readBody } from "./request-body.ts";
import type { Store } from "../state/store.ts";
import type { Cart } from "../state/types.ts";
import type { CartChange, CartUpdate } from "./cart-request.ts";
import type { Exchange } from "./exchange.ts";
import type { RequestBody } from "./request-body.ts";

const CART_CALL = /^\/cart(?:\/(add|change|update|clear))?(\.js|\.json)?$/;

/**
 * Shopify's AJAX cart API: `/cart.js`, `/cart/add.js` and so on, and the same without `.js` for plain forms, which answer by a
 * redirect. Answers false for what is no such call; GET `/cart` is a page and not handled here.
 */
export async function cartRoutes(store: Store, exchange: Exchange): Promise<boolean> {
  const match = CART_CALL.exec(exchange.url.pathname);
  if (!match) return false;
  const [, call, suffix] = match;
  const isRead = exchange.method === "GET" || exchange.method === "HEAD";
  const isPage = isRead && call === undefined && suffix === undefined;
  if (isPage) return false;
  const asJson = suffix !== undefined || (exchange.req.headers.accept ?? "").startsWith("application/json");
  try {
    const body: RequestBody = isRead ? { kind: "fields", fields: [...exchange.url.searchParams] } : await readBody(exchange.req);
    const answer = perform(store, exchange.shopper.cart(), call, isRead, body);
    if (asJson) exchange.json(200, answer);
    else exchange.redirect(afterForm(body));
  } catch (error) {
    const refusal = refusalOf(error);
    if (asJson) exchange.json(refusal.status, refusal);
    else exchange.redirect(`/cart?refused=${encodeURIComponent(refusal.description)}`);
  }
  return true;
}

function perform(store: Store, cart: Cart, call: string | undefined, isRead: boolean, body: RequestBody): unknown {
  switch (call) {
    case "add": {
      const { items, single } = additionsIn(body);
      const lines = store.carts.add(cart.token, items).map((line) => cartLineJson(store, line));
      return single ? lines[0] : { items: lines };
    }
    case "change":
      change(store, cart, changeIn(body));
      break;
    case "clear":
      store.carts.clear(cart.token);
      break;
    case "update":
      update(store, cart, updateIn(body));
      break;
    default:
      if (!isRead) update(store, cart, updateIn(body));
  }
  return cartJson(store, cart);
}

function change(store: Store, cart: Cart, input: CartChange): void {
  if (input.line !== undefined) store.carts.change(cart.token, { position: input.line }, input.quantity ?? 1, input.properties);
  else if (input.id === undefined) throw new StoreError("invalid", "no valid id or line parameter");
  else store.carts.change(cart.token, named(input.id), input.quantity ?? 1, input.properties);
}

function update(store: Store, cart: Cart, input: CartUpdate): void {
  const { updates = [] } = input;
  if (Array.isArray(updates)) {
    const keys = cart.lines.map((line) => line.key);
    for (const [index, quantity] of updates.entries()) {
      const key = keys[index];
      if (key !== undefined) store.carts.change(cart.token, { key }, quantity);
    }
  } else {
    for (const [id, quantity] of Object.entries(updates)) setQuantity(store, cart, id, quantity);
  }
  store.carts.update(cart.token, { ...(input.attributes ? { attributes: input.attributes } : {}), ...(input.note === undefined ? {} : { note: input.note ?? "" }) });
}

/** `/cart/update.js` adds a variant that is not in the cart yet; `/cart/change.js` does not. */
function setQuantity(store: Store, cart: Cart, id: string, quantity: number): void {
  const present = cart.lines.some((line) => line.key === id || line.variantId === id);
  if (present) store.carts.change(cart.token, named(id), quantity);
  else if (quantity > 0) store.carts.add(cart.token, [{ variantId: id.split(":")[0] ?? id, quantity }]);
}

function named(id: string): { key: string } | { variantId: string } {
  return id.includes(":") ? { key: id } : { variantId: id };
}

/** Only ways within the shop are followed. */
function afterForm(body: RequestBody): string {
  if (body.kind !== "fields") return "/cart";
  const fields = new Map(body.fields);
  if (fields.has("checkout")) return "/checkout";
  const wanted = fields.get("return_to") ?? "/cart";
  return /^\/(?![/\\])/.test(wanted) ? wanted : "/cart";
}

function refusalOf(error: unknown): { status: number; message: string; description: string } {
  if (error instanceof BodyError) return { status: error.status, message: "Bad Request", description: error.message };
  if (error instanceof StoreError) return { status: 422, message: error.code === "not_found" ? "Cannot find variant" : "Cart Error", description: error.message };
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return { status: 422, message: "Cart Error", description: `${issue?.path.join(".") || "parameter"}: ${issue?.message ?? "missing or invalid"}` };
  }
  throw error;
}
