import { DateTime } from "luxon";
import { html } from "./html.ts";
import { decimal } from "../webhooks/shopify-format.ts";
import type { Html } from "./html.ts";
import type { Customer, StoreState } from "../state/types.ts";

const PER_PAGE = 50;

export interface StorePage {
  title: string;
  active: string;
  content: Html;
}

/** The read-only pages of orders, products and customers; null where there is none for the path. */
export function storePage(path: string, page: number, state: StoreState, appBase: string): StorePage | null {
  const customerId = /^\/admin\/customers\/(\d+)$/.exec(path)?.[1];
  if (customerId) return customerPage(state, customerId);
  switch (path) {
    case "/admin": return home(state, appBase);
    case "/admin/orders": return orders(state, page);
    case "/admin/products": return products(state, page);
    case "/admin/customers": return customers(state, page);
    default: return null;
  }
}

function home(state: StoreState, appBase: string): StorePage {
  const card = (href: string, count: number, label: string) => html`<a class="card figure" href="${href}"><strong>${count}</strong><span>${label}</span></a>`;
  return {
    title: "Home",
    active: "/admin",
    content: html`<div class="page"><h1>${state.shop.name}</h1>
      <div class="cards">${card("/admin/orders", state.orders.size, "orders")}${card("/admin/products", state.products.size, "products")}${card("/admin/customers", state.customers.size, "customers")}</div>
      <div class="card"><h2>Apps</h2><p><a href="${appBase}">Open the app</a> as a merchant does, or look at <a href="/">the storefront</a> as a shopper. What the app sends arrives in <a href="/inbox">the inbox</a>.</p></div></div>`,
  };
}

function orders(state: StoreState, page: number): StorePage {
  const all = [...state.orders.values()].sort((a, b) => b.createdAt - a.createdAt);
  const rows = slice(all, page).map((order) => {
    const customer = order.customerId ? state.customers.get(order.customerId) : undefined;
    const refunded = order.refunds.length > 0;
    const badge = order.cancelledAt !== null ? html`<span class="badge">Cancelled</span>` : refunded ? html`<span class="badge">Refunded</span>` : html`<span class="badge good">Paid</span>`;
    return html`<tr><td><strong>#${order.number}</strong></td><td>${date(order.createdAt, state)}</td><td>${customer ? customerLink(customer) : (order.email ?? "Guest")}</td><td>${badge}</td><td class="number">${money(order.totalMinor, state)}</td></tr>`;
  });
  return { title: "Orders", active: "/admin/orders", content: table("Orders", ["Order", "Date", "Customer", "Payment", "Total"], rows, all.length, page, "/admin/orders") };
}

function products(state: StoreState, page: number): StorePage {
  const all = [...state.products.values()].sort((a, b) => a.title.localeCompare(b.title));
  const rows = slice(all, page).map((product) => {
    const stock = product.variants.reduce((sum, variant) => sum + variant.inventory, 0);
    const prices = product.variants.map((variant) => variant.priceMinor);
    return html`<tr><td class="with-picture"><img src="${product.image}" alt="" width="40" height="40" loading="lazy"><a href="/products/${product.handle}"><strong>${product.title}</strong></a></td><td><span class="badge ${product.status === "ACTIVE" ? "good" : ""}">${product.status.toLowerCase()}</span></td><td>${stock} in stock</td><td class="number">${money(Math.min(...prices), state)}</td></tr>`;
  });
  return { title: "Products", active: "/admin/products", content: table("Products", ["Product", "Status", "Inventory", "Price"], rows, all.length, page, "/admin/products") };
}

function customers(state: StoreState, page: number): StorePage {
  const all = [...state.customers.values()].sort((a, b) => b.updatedAt - a.updatedAt);
  const rows = slice(all, page).map((customer) => html`<tr><td>${customerLink(customer)}</td><td>${consentBadge(customer)}</td><td>${customer.city}</td><td>${customer.ordersCount} orders</td><td class="number">${money(customer.totalSpentMinor, state)}</td></tr>`);
  return { title: "Customers", active: "/admin/customers", content: table("Customers", ["Customer", "E-mail", "Location", "Orders", "Spent"], rows, all.length, page, "/admin/customers") };
}

function customerPage(state: StoreState, id: string): StorePage | null {
  const customer = state.customers.get(id);
  if (!customer) return null;
  const own = [...state.orders.values()].filter((order) => order.customerId === id).sort((a, b) => b.createdAt - a.createdAt);
  const fact = (label: string, value: Html | string) => html`<dt>${label}</dt><dd>${value}</dd>`;
  return {
    title: nameOf(customer),
    active: "/admin/customers",
    content: html`<div class="page"><a class="back" href="/admin/customers">‹ Customers</a><h1>${nameOf(customer)}</h1>
      <div class="card"><dl>${fact("E-mail", customer.email ?? "—")}${fact("Phone", customer.phone ?? "—")}${fact("E-mail marketing", consentBadge(customer))}${fact("Location", [customer.city, customer.countryCode].filter((part) => part !== "").join(", "))}${fact("Tags", customer.tags.join(", ") || "—")}${fact("Spent", `${money(customer.totalSpentMinor, state)} in ${customer.ordersCount} orders`)}</dl></div>
      <div class="card"><h2>Orders</h2>${own.length === 0 ? html`<p>None yet.</p>` : html`<ul class="plain">${own.map((order) => html`<li><strong>#${order.number}</strong> · ${date(order.createdAt, state)} · ${money(order.totalMinor, state)}</li>`)}</ul>`}</div></div>`,
  };
}

function table(title: string, head: string[], rows: Html[], total: number, page: number, base: string): Html {
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const step = (to: number, label: string) => (to < 1 || to > pages ? html`<span class="step" aria-disabled="true">${label}</span>` : html`<a class="step" href="${base}?page=${to}">${label}</a>`);
  return html`<div class="page wide"><h1>${title}</h1><div class="card flush"><div class="scroll"><table><thead><tr>${head.map((name, index) => html`<th scope="col" class="${index === head.length - 1 ? "number" : ""}">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
    <nav class="pager" aria-label="Pages">${step(page - 1, "Previous")}<span>Page ${page} of ${pages} · ${total}</span>${step(page + 1, "Next")}</nav></div></div>`;
}

function slice<T>(items: T[], page: number): T[] {
  return items.slice((page - 1) * PER_PAGE, page * PER_PAGE);
}

function customerLink(customer: Customer): Html {
  return html`<a href="/admin/customers/${customer.id}"><strong>${nameOf(customer)}</strong></a>`;
}

function nameOf(customer: Customer): string {
  return `${customer.firstName} ${customer.lastName}`.trim() || customer.email || `Customer ${customer.id}`;
}

function consentBadge(customer: Customer): Html {
  const words: Record<string, string> = { SUBSCRIBED: "Subscribed", UNSUBSCRIBED: "Unsubscribed", PENDING: "Pending", NOT_SUBSCRIBED: "Not subscribed" };
  return html`<span class="badge ${customer.emailConsent.state === "SUBSCRIBED" ? "good" : ""}">${words[customer.emailConsent.state]}</span>`;
}

function money(minor: number, state: StoreState): string {
  return `${decimal(minor, state.shop.currency)} ${state.shop.currency}`;
}

function date(at: number, state: StoreState): string {
  return DateTime.fromMillis(at, { zone: state.shop.timeZone, locale: "en" }).toFormat("d LLL yyyy, HH:mm");
}
