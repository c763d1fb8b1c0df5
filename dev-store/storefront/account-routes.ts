import { z } from "zod";
import { ajaxMoney } from "./ajax-money.ts";
import { readBody } from "./request-body.ts";
import type { Store } from "../state/store.ts";
import type { Customer } from "../state/types.ts";
import type { Exchange } from "./exchange.ts";
import type { Theme } from "./theme.ts";

const email = z.string().trim().email().max(254);

/** Signing in takes no password here: it is a shop for trying things out. Answers false for other addresses. */
export async function accountRoutes(store: Store, theme: Theme, exchange: Exchange): Promise<boolean> {
  switch (exchange.url.pathname.replace(/\/$/, "")) {
    case "/account":
      await account(store, theme, exchange);
      return true;
    case "/account/login":
      if (exchange.method === "POST") await logIn(store, theme, exchange);
      else await form(store, theme, exchange, "");
      return true;
    case "/account/logout":
      exchange.shopper.logOut();
      exchange.redirect("/");
      return true;
    default:
      return false;
  }
}

async function logIn(store: Store, theme: Theme, exchange: Exchange): Promise<void> {
  const body = await readBody(exchange.req);
  const fields = body.kind === "fields" ? new Map(body.fields) : new Map(Object.entries(z.record(z.string(), z.string()).catch({}).parse(body.value)));
  const given = email.safeParse(fields.get("customer[email]") ?? fields.get("email"));
  if (!given.success) return form(store, theme, exchange, "Please enter a whole e-mail address.", 422);
  const customer = store.customers.byEmail(given.data) ?? store.customers.create({ email: given.data, ...nameFrom(given.data) });
  exchange.shopper.logIn(customer);
  const wanted = fields.get("return_to") ?? "/account";
  exchange.redirect(/^\/(?![/\\])/.test(wanted) ? wanted : "/account");
}

async function form(store: Store, theme: Theme, exchange: Exchange, refusal: string, status = 200): Promise<void> {
  const handy = ["ola@example.com", "petr@example.com", "emma@example.com"].flatMap((address) => store.customers.byEmail(address) ?? []);
  const regular = [...store.state.customers.values()].filter((customer) => customer.ordersCount >= 5 && customer.email).slice(0, 2);
  await theme.show(exchange, "login", { template: "customers/login", title: "Sign in" }, {
    refusal,
    return_to: exchange.url.searchParams.get("return_to") ?? "/account",
    handy: [...handy, ...regular].map((customer) => ({ name: `${customer.firstName} ${customer.lastName}`, email: customer.email, city: customer.city, orders: customer.ordersCount })),
  }, status);
}

async function account(store: Store, theme: Theme, exchange: Exchange): Promise<void> {
  const { customer } = exchange.shopper;
  if (!customer) return exchange.redirect("/account/login");
  await theme.show(exchange, "account", { template: "customers/account", title: "Your account" }, { orders: ordersOf(store, customer) });
}

function ordersOf(store: Store, customer: Customer) {
  const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: store.state.shop.timeZone });
  return store.orders.of(customer.id).map((order) => ({
    number: order.number,
    date: date.format(order.createdAt),
    total: ajaxMoney(order.totalMinor, order.currency),
    state: order.cancelledAt !== null ? "Cancelled" : order.refunds.length > 0 ? "Refunded" : "Paid",
    lines: order.lines.map((line) => ({ title: line.title, quantity: line.quantity, image: store.products.get(line.productId)?.image ?? null })),
  }));
}

function nameFrom(address: string): { firstName: string; lastName: string } {
  const [first = "", last = ""] = (address.split("@")[0] ?? "").split(/[._-]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return { firstName: first, lastName: last };
}
