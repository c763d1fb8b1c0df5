import { fileURLToPath } from "node:url";
import { Liquid } from "liquidjs";
import { addShopifyFilters, scriptJson } from "./liquid-filters.ts";
import { collectionLiquid, liquidGlobals } from "./liquid-globals.ts";
import { realNow } from "./real-now.ts";
import type { AppEmbeds, EmbedMarkup } from "./app-embeds.ts";
import type { Exchange } from "./exchange.ts";
import type { Page } from "./liquid-globals.ts";
import type { StorefrontDependencies } from "./storefront-dependencies.ts";

const THEME_DIR = fileURLToPath(new URL("./theme/", import.meta.url));

const isCheckout = ({ template }: Page): boolean => template === "checkout" || template === "thank-you";

/** The shop's theme: pages in their layout, with Shopify's scripts in the head and the app's embeds in their places. */
export class Theme {
  readonly #deps: StorefrontDependencies;
  readonly #embeds: AppEmbeds;
  readonly #engine: Liquid;

  constructor(deps: StorefrontDependencies, embeds: AppEmbeds) {
    this.#deps = deps;
    this.#embeds = embeds;
    this.#engine = new Liquid({ root: THEME_DIR, extname: ".liquid", strictFilters: true });
    addShopifyFilters(this.#engine, () => deps.store.state.shop.currency, (name) => `/theme/${name}`, (key) => key);
  }

  /** Answers the page `theme/FILE.liquid` in the layout. */
  async show(exchange: Exchange, file: string, page: Page, more: Record<string, unknown> = {}, status = 200): Promise<void> {
    const globals = this.#globals(exchange, page);
    const embeds = await this.#embedsOf(page, globals);
    const content = String(await this.#engine.renderFile(file, { ...globals, ...more, app_blocks: embeds.section }));
    await this.#answer(exchange, page, { ...globals, embeds }, content, status);
  }

  /** What the app answered with `Content-Type: application/liquid`, rendered inside the theme as Shopify does. */
  async showLiquid(exchange: Exchange, liquid: string, status: number): Promise<void> {
    const page: Page = { template: "app-proxy", title: this.#deps.store.state.shop.name };
    const globals = this.#globals(exchange, page);
    const content = String(await this.#engine.parseAndRender(liquid, globals));
    await this.#answer(exchange, page, { ...globals, embeds: await this.#embedsOf(page, globals) }, `<div class="wrap page">${content}</div>`, status);
  }

  async #answer(exchange: Exchange, page: Page, globals: Record<string, unknown>, content: string, status: number): Promise<void> {
    exchange.html(status, String(await this.#engine.renderFile(isCheckout(page) ? "layout-checkout" : "layout", { ...globals, content })));
  }

  /** App embeds never run on checkout. */
  #embedsOf(page: Page, globals: Record<string, unknown>): Promise<EmbedMarkup> {
    return isCheckout(page) ? Promise.resolve({ head: "", body: "", section: "", aboveFooter: "" }) : this.#embeds.render(globals, page.template);
  }

  #globals(exchange: Exchange, page: Page): Record<string, unknown> {
    const { store, clock, origin } = this.#deps;
    const { shop, collections } = store.state;
    return {
      ...liquidGlobals(store, exchange, origin, page),
      menu: [...collections.values()].map((collection) => collectionLiquid(store, collection)),
      cart_style: exchange.shopper.cartStyle,
      year: new Date(clock.now()).getUTCFullYear(),
      page_script: scriptJson({
        shop: shop.domain, locale: shop.locale, country: shop.countryCode, currency: shop.currency, cartStyle: exchange.shopper.cartStyle,
        clockOffset: Math.round(clock.now() - realNow()),
      }),
    };
  }
}
