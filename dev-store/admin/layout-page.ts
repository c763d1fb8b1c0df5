import { Html, html, jsonScript } from "./html.ts";
import { appMark, icon } from "./icons.ts";
import type { Shop } from "../state/types.ts";

export interface LayoutOptions {
  shop: Shop;
  appName: string;
  /** `/admin/apps/scenarios` */
  appBase: string;
  title: string;
  /** Href of the entry that the page belongs to. */
  active: string;
  content: Html;
  /** Address of the app's page in its frame; without it the shell shows `content`. */
  frame?: { src: string; origin: string; root: string; staffInitials: string };
}

const SECTIONS = [
  { href: "/admin", label: "Home", icon: "HomeFilledIcon" },
  { href: "/admin/orders", label: "Orders", icon: "OrderFilledIcon" },
  { href: "/admin/products", label: "Products", icon: "ProductFilledIcon" },
  { href: "/admin/customers", label: "Customers", icon: "PersonFilledIcon" },
  { href: "/admin/themes/current/editor", label: "Online Store", icon: "StoreIcon" },
];

const LOCAL = [
  { href: "/", label: "Storefront", icon: "ViewIcon" },
  { href: "/inbox", label: "Inbox", icon: "EmailIcon" },
];

/** Every page of the local admin: dark bar, navigation, and the page or the framed app. */
export function layoutPage(options: LayoutOptions): string {
  const { shop, frame } = options;
  const entry = (one: { href: string; label: string; icon: string }) =>
    html`<li><a href="${one.href}" class="entry" ${one.href === options.active ? new Html('aria-current="page"') : ""}>${icon(one.icon)}<span>${one.label}</span></a></li>`;
  const inApp = options.active === options.appBase;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title} · ${shop.name} · Shopify</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_shopify/admin/shell.css">
</head>
<body class="${frame ? "has-frame" : ""}">
<a class="skip" href="#content">Skip to content</a>
<header class="top">
  <button type="button" class="menu" aria-label="Open menu" aria-expanded="false" aria-controls="side">${icon("MenuIcon")}</button>
  <a class="brand" href="/admin"><svg aria-hidden="true" viewBox="0 0 24 24" width="24" height="24"><path d="M6.5 8h11l1 12.5h-13z" fill="#95bf47"/><path d="M9 10V7.4a3 3 0 0 1 6 0V10" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg><span>Local admin</span></a>
  <div id="save-bar" class="save-bar" role="region" aria-label="Unsaved changes" hidden>${icon("AlertCircleIcon")}<strong>Unsaved changes</strong><div class="save-bar-buttons"></div></div>
  <div class="account"><span class="account-name">${shop.name}</span><span class="avatar" aria-hidden="true">${initials(shop.name)}</span></div>
  <div id="loading" class="loading" role="progressbar" aria-label="Loading" hidden></div>
</header>
<div class="layout">
  <nav id="side" class="side" aria-label="Admin">
    <ul>${SECTIONS.map(entry)}</ul>
    <h2>Apps</h2>
    <ul>
      <li><a href="${options.appBase}" class="entry" id="app-entry" ${inApp ? new Html('aria-current="page"') : ""}>${appMark}<span>${options.appName}</span></a><ul id="app-nav" class="app-nav"></ul></li>
    </ul>
    <div class="side-end"><h2>This machine</h2><ul>${LOCAL.map(entry)}</ul></div>
  </nav>
  <div class="scrim" hidden></div>
  <main id="content" class="content">${
    frame
      ? html`<div class="title-strip"><span class="title-app">${appMark}</span><div id="title" class="title">${options.appName}</div><div id="title-actions" class="title-actions"></div></div>
    <iframe id="app" name="app-iframe" title="${options.appName}" src="${frame.src}" allow="clipboard-write"></iframe>`
      : options.content
  }</main>
</div>
<div id="toasts" class="toasts" aria-live="polite"></div>
<script type="application/json" id="shell-config">${jsonScript({ frameOrigin: frame?.origin ?? null, appBase: options.appBase, appRoot: frame?.root ?? "", appName: options.appName, shopName: shop.name })}</script>
<script src="/_shopify/admin/shell.js" defer></script>
</body>
</html>`;
  return page.text;
}

function initials(name: string): string {
  return name.split(/[^\p{L}]+/u).filter((word) => word !== "").map((word) => word.charAt(0).toUpperCase()).slice(0, 2).join("");
}
