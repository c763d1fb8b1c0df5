import { z } from "zod";
import { collectionLiquid, productLiquid } from "./liquid-globals.ts";
import { productJson } from "./product-json.ts";
import { readBody } from "./request-body.ts";
import type { Store } from "../state/store.ts";
import type { Collection, Product } from "../state/types.ts";
import type { Exchange } from "./exchange.ts";
import type { Theme } from "./theme.ts";

const email = z.string().trim().email().max(254);
const BEST = ["moon-vase", "mushroom-table-lamp", "linen-apron", "speckled-mug", "juniper-berry-candle", "lambswool-throw", "terracotta-planter", "ribbed-glass-carafe"];

/** The shop's ordinary pages. Answers false for addresses it does not know. */
export async function pageRoutes(store: Store, theme: Theme, exchange: Exchange): Promise<boolean> {
  const { pathname } = exchange.url;
  const [first = "", second, third, fourth] = pathname.split("/").slice(1);
  const known = first === "collections" && third === "products" ? ["products", fourth] : [first, second];
  switch (known[0]) {
    case "":
      await home(store, theme, exchange);
      return true;
    case "products":
      return product(store, theme, exchange, known[1] ?? "");
    case "collections":
      return collection(store, theme, exchange, second);
    case "search":
      await search(store, theme, exchange);
      return true;
    case "cart":
      return cart(theme, exchange, pathname);
    case "contact":
      await newsletter(store, exchange);
      return true;
    case "pages":
      if (second !== "about") return false;
      await theme.show(exchange, "about", { template: "page", title: "About us" });
      return true;
    default:
      return false;
  }
}

async function home(store: Store, theme: Theme, exchange: Exchange): Promise<void> {
  const chosen = BEST.flatMap((handle) => store.products.byHandle(handle) ?? []);
  const loved = (chosen.length > 0 ? chosen : active(store)).slice(0, 8).map((each) => productLiquid(store, each, null));
  const sale = active(store).filter((each) => each.tags.includes("sale")).slice(0, 4).map((each) => productLiquid(store, each, null));
  await theme.show(exchange, "index", { template: "index", title: `${store.state.shop.name} | Things for a quiet home` }, { loved, sale, subscribed: exchange.url.searchParams.get("subscribed") });
}

async function product(store: Store, theme: Theme, exchange: Exchange, wanted: string): Promise<boolean> {
  const asJson = /\.(js|json)$/.test(wanted);
  const found = store.products.byHandle(decode(wanted.replace(/\.(js|json)$/, "")));
  if (!found || found.status !== "ACTIVE") return false;
  if (asJson) {
    exchange.json(200, wanted.endsWith(".json") ? { product: productJson(store.state, found) } : productJson(store.state, found));
    return true;
  }
  const home = [...store.state.collections.values()].find((each) => each.productIds.includes(found.id));
  const beside = (home?.productIds ?? []).filter((id) => id !== found.id).flatMap((id) => store.products.get(id) ?? []).slice(0, 4);
  await theme.show(exchange, "product", { template: "product", title: `${found.title} | ${store.state.shop.name}`, product: found, variantId: exchange.url.searchParams.get("variant") },
    { beside: beside.map((each) => productLiquid(store, each, null)), home: home ? { title: home.title, url: `/collections/${home.handle}` } : null });
  return true;
}

async function collection(store: Store, theme: Theme, exchange: Exchange, handle: string | undefined): Promise<boolean> {
  if (handle === undefined) {
    await theme.show(exchange, "list-collections", { template: "list-collections", title: `Collections | ${store.state.shop.name}` });
    return true;
  }
  const everything: Collection = { id: "0", handle: "all", title: "Everything", description: "All forty things we make and choose.", productIds: active(store).map((each) => each.id) };
  const found = handle === "all" ? everything : [...store.state.collections.values()].find((each) => each.handle === decode(handle));
  if (!found) return false;
  const sort = exchange.url.searchParams.get("sort_by") ?? "manual";
  const shown = collectionLiquid(store, found);
  if (sort === "price-ascending") shown.products.sort((a, b) => a.price - b.price);
  if (sort === "price-descending") shown.products.sort((a, b) => b.price - a.price);
  await theme.show(exchange, "collection", { template: "collection", title: `${found.title} | ${store.state.shop.name}`, collection: found }, { collection: shown, sort });
  return true;
}

async function search(store: Store, theme: Theme, exchange: Exchange): Promise<void> {
  const terms = (exchange.url.searchParams.get("q") ?? "").trim();
  const words = terms.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const text = (each: Product) => `${each.title} ${each.type} ${each.tags.join(" ")} ${each.descriptionHtml}`.toLowerCase();
  const results = words.length === 0 ? [] : active(store).filter((each) => words.every((word) => text(each).includes(word))).map((each) => productLiquid(store, each, null));
  await theme.show(exchange, "search", { template: "search", title: `Search | ${store.state.shop.name}` }, { terms, results });
}

async function cart(theme: Theme, exchange: Exchange, pathname: string): Promise<boolean> {
  if (pathname !== "/cart") return false;
  await theme.show(exchange, "cart", { template: "cart", title: "Your basket" }, { refused: exchange.url.searchParams.get("refused") });
  return true;
}

/** The newsletter form posts to `/contact`, as Shopify's customer form does, and subscribes by single opt-in. */
async function newsletter(store: Store, exchange: Exchange): Promise<void> {
  const body = exchange.method === "POST" ? await readBody(exchange.req) : null;
  const given = email.safeParse(body?.kind === "fields" ? new Map(body.fields).get("contact[email]") : undefined);
  if (given.success) {
    const known = store.customers.byEmail(given.data);
    const consent = { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" } as const;
    const customer = known ?? store.customers.create({ email: given.data, tags: ["newsletter"], emailConsent: consent });
    if (known && known.emailConsent.state !== "SUBSCRIBED") store.customers.setEmailConsent(customer.id, consent);
  }
  exchange.redirect(`/?subscribed=${given.success ? "yes" : "no"}#newsletter`);
}

function active(store: Store): Product[] {
  return [...store.state.products.values()].filter((each) => each.status === "ACTIVE");
}

function decode(text: string): string {
  return URL.canParse(`http://x/${text}`) && !/%(?![0-9a-f]{2})/i.test(text) && !/%[89a-f]/i.test(text) ? decodeURIComponent(text) : text;
}
