import { z } from "zod";
import { StoreError } from "../state/store-error.ts";
import { ajaxMoney } from "./ajax-money.ts";
import { readBody } from "./request-body.ts";
import type { Store } from "../state/store.ts";
import type { Checkout } from "../state/types.ts";
import type { Exchange } from "./exchange.ts";
import type { Theme } from "./theme.ts";

const contact = z.object({ email: z.string().trim().email("Enter a whole e-mail address").max(254) });
const completion = contact.extend({
  firstName: z.string().trim().min(1, "Enter your first name").max(100),
  lastName: z.string().trim().min(1, "Enter your last name").max(100),
  acceptsMarketing: z.string().optional(),
});
const CHECKOUT = /^\/checkouts\/(?:cn|ac)\/([0-9a-f]{32})(?:\/(contact|discount|thank-you|recover))?$/;
const DISCOUNT = /^\/discount\/([^/]{1,400})$/;
const PERMALINK = /^\/cart\/((?:\d+:\d+,?)+)$/;

/** Checkout, from `/checkout` or a cart permalink to the thank-you page. Answers false for other addresses. */
export async function checkoutRoutes(store: Store, theme: Theme, exchange: Exchange): Promise<boolean> {
  const { pathname } = exchange.url;
  if (pathname === "/checkout") {
    start(store, exchange);
    return true;
  }
  const [, shared] = DISCOUNT.exec(pathname) ?? [];
  if (shared !== undefined) {
    discountLink(exchange, shared);
    return true;
  }
  const [, wanted] = PERMALINK.exec(pathname) ?? [];
  if (wanted !== undefined) {
    permalink(store, exchange, wanted);
    return true;
  }
  const [, token, part] = CHECKOUT.exec(pathname) ?? [];
  const checkout = token === undefined ? undefined : store.checkouts.byToken(token);
  if (!checkout) return false;
  if (part === "recover") recover(store, exchange, checkout);
  else if (part === "discount") await applyDiscount(store, theme, exchange, checkout);
  else if (part === "contact") await saveContact(store, exchange, checkout);
  else if (part === "thank-you" || checkout.completedAt !== null) await thankYou(store, theme, exchange, checkout);
  else if (exchange.method === "POST") await complete(store, theme, exchange, checkout);
  else await form(store, theme, exchange, checkout, {}, {});
  return true;
}

function start(store: Store, exchange: Exchange): void {
  const cart = exchange.shopper.existingCart;
  if (!cart || cart.lines.length === 0) return exchange.redirect("/cart");
  const checkout = store.checkouts.start(cart.token);
  const code = exchange.shopper.discountCode;
  if (code !== null && checkout.discountCode === null) takeCode(store, checkout, code);
  exchange.redirect(`/checkouts/cn/${checkout.token}`);
}

/** `/discount/CODE?redirect=/path`: the code waits for the checkout. As in Shopify, the way on stays within the shop. */
function discountLink(exchange: Exchange, encoded: string): void {
  const to = exchange.url.searchParams.get("redirect") ?? "/";
  exchange.shopper.discountCode = decoded(encoded);
  exchange.redirect(/^\/(?![/\\])/.test(to) ? to : "/");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return text;
  }
}

/** What is wrong with the code, or null where it was taken. */
function takeCode(store: Store, checkout: Checkout, code: string): string | null {
  try {
    store.checkouts.update(checkout.token, { discountCode: code });
    return null;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.message;
  }
}

/** The field "Discount code": an empty one takes the code away. */
async function applyDiscount(store: Store, theme: Theme, exchange: Exchange, checkout: Checkout): Promise<void> {
  const { discount = "" } = await fields(exchange);
  const refused = checkout.completedAt === null ? takeCode(store, checkout, discount.slice(0, 400)) : null;
  if (refused !== null) return form(store, theme, exchange, checkout, { discount }, { discount: refused }, 422);
  if (discount.trim() === "") exchange.shopper.discountCode = null;
  exchange.redirect(`/checkouts/cn/${checkout.token}`);
}

/** What a permalink understands; other parameters are passed on to the cart page, for the scripts that read them there. */
const PERMALINK_PARAMETERS = /^(?:storefront|note|discount|payment|ref|(?:attributes|checkout|properties)\b.*)$/;

/** `/cart/VARIANT:QUANTITY,…` replaces the cart and goes to the checkout, or with `?storefront=true` to the cart page. */
function permalink(store: Store, exchange: Exchange, wanted: string): void {
  const cart = exchange.shopper.cart();
  const items = wanted.split(",").filter((each) => each !== "").map((each) => {
    const [variantId = "", quantity = "1"] = each.split(":");
    return { variantId, quantity: Number(quantity) };
  });
  store.carts.clear(cart.token);
  const attributes = Object.fromEntries([...exchange.url.searchParams].flatMap(([name, value]) => {
    const [, key] = /^attributes\[([^\]]+)\]$/.exec(name) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  }));
  try {
    store.carts.add(cart.token, items);
    store.carts.update(cart.token, { attributes });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return exchange.redirect(`/cart?refused=${encodeURIComponent(error.message)}`);
  }
  const code = exchange.url.searchParams.get("discount");
  if (code) exchange.shopper.discountCode = code.slice(0, 400);
  const passedOn = new URLSearchParams([...exchange.url.searchParams].filter(([name]) => !PERMALINK_PARAMETERS.test(name)));
  if (exchange.url.searchParams.get("storefront") === "true") return exchange.redirect(passedOn.size > 0 ? `/cart?${passedOn}` : "/cart");
  start(store, exchange);
}

/** The link of an abandoned checkout: on with it, or to the thank-you page when she has ordered since. */
function recover(store: Store, exchange: Exchange, checkout: Checkout): void {
  if (checkout.completedAt === null && store.carts.get(checkout.cartToken) === undefined) return exchange.redirect("/cart");
  exchange.redirect(`/checkouts/cn/${checkout.token}`);
}

/** Shopify keeps the address as soon as it is typed: this is how an abandoned checkout knows whom to write to. */
async function saveContact(store: Store, exchange: Exchange, checkout: Checkout): Promise<void> {
  const given = contact.safeParse(await fields(exchange));
  if (!given.success) return exchange.json(422, { error: { code: "invalid", message: given.error.issues[0]?.message ?? "Invalid", path: "email" } });
  if (checkout.completedAt === null && checkout.email !== given.data.email) store.checkouts.update(checkout.token, given.data);
  exchange.json(200, { email: given.data.email });
}

async function complete(store: Store, theme: Theme, exchange: Exchange, checkout: Checkout): Promise<void> {
  const raw = await fields(exchange);
  const given = completion.safeParse(raw);
  if (!given.success) {
    const errors = Object.fromEntries(given.error.issues.map((issue) => [issue.path.join("."), issue.message]));
    return form(store, theme, exchange, checkout, raw, errors, 422);
  }
  try {
    store.checkouts.complete(checkout.token, { ...given.data, acceptsMarketing: given.data.acceptsMarketing !== undefined });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return form(store, theme, exchange, checkout, raw, { order: error.message }, 422);
  }
  exchange.shopper.forgetCart();
  exchange.shopper.discountCode = null;
  exchange.redirect(`/checkouts/cn/${checkout.token}/thank-you`);
}

async function form(store: Store, theme: Theme, exchange: Exchange, checkout: Checkout, given: Record<string, string>, errors: Record<string, string>, status = 200): Promise<void> {
  const customer = checkout.customerId ? store.customers.get(checkout.customerId) : undefined;
  const filled = { email: checkout.email ?? "", firstName: customer?.firstName ?? "", lastName: customer?.lastName ?? "", ...given };
  await theme.show(exchange, "checkout", { template: "checkout", title: "Checkout" }, { checkout: checkoutLiquid(store, checkout), filled, errors, known_to_subscribe: customer?.emailConsent.state === "SUBSCRIBED" }, status);
}

async function thankYou(store: Store, theme: Theme, exchange: Exchange, checkout: Checkout): Promise<void> {
  const order = [...store.state.orders.values()].find((each) => each.checkoutToken === checkout.token);
  const customer = checkout.customerId ? store.customers.get(checkout.customerId) : undefined;
  if (!order) return exchange.redirect(`/checkouts/cn/${checkout.token}`);
  await theme.show(exchange, "thank-you", { template: "thank-you", title: "Thank you" }, { checkout: checkoutLiquid(store, checkout), order_number: order.number, first_name: customer?.firstName ?? "" });
}

function checkoutLiquid(store: Store, checkout: Checkout) {
  const { currency } = store.state.shop;
  return {
    token: checkout.token,
    email: checkout.email,
    total: ajaxMoney(checkout.totalMinor, currency),
    discount_code: checkout.discountCode,
    discount: ajaxMoney(checkout.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0) - checkout.totalMinor, currency),
    lines: checkout.lines.map((line) => {
      const product = store.products.get(line.productId);
      const variant = product?.variants.find((each) => each.id === line.variantId);
      return {
        title: line.title,
        variant: variant && variant.title !== "Default Title" ? variant.title : null,
        quantity: line.quantity,
        total: ajaxMoney(line.priceMinor * line.quantity, currency),
        image: product?.image ?? null,
        image_alt: product?.imageAlt ?? "",
      };
    }),
  };
}

async function fields(exchange: Exchange): Promise<Record<string, string>> {
  const body = await readBody(exchange.req);
  if (body.kind === "fields") return Object.fromEntries(body.fields);
  return z.record(z.string(), z.string()).catch({}).parse(body.value);
}
