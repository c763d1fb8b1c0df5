import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { vi } from "vitest";
import { storefrontBatch, type StorefrontBatch, type StorefrontEvent } from "../../app/domain/event/storefront-batch.ts";

const TRACKER = readFileSync(new URL("../../extensions/scenarios-theme/assets/tracker.js", import.meta.url), "utf8");

interface Line { product_id: number; variant_id: number; quantity: number; price: number }

export const apron: Line = { product_id: 501, variant_id: 601, quantity: 1, price: 4900 };
export const bowl: Line = { product_id: 502, variant_id: 602, quantity: 1, price: 2500 };

interface PageOptions {
  path?: string;
  page?: string;
  customer?: string;
  product?: Line;
  root?: string;
  html?: string;
  itemsInCart?: number;
  /** Code of the theme that runs before the tracker. */
  before?: string;
}

/**
 * Shopify's side and a browser's, as far as the tracker can see them: the cart API, the consent API, storage that outlives a page,
 * and the app proxy, which keeps what it is sent and refuses what the app's schema would refuse.
 */
export class ShopBrowser {
  consent: "undecided" | "accepted" | "refused" | "analytics only" = "undecided";
  cart: Line[] = [];
  attributes: Record<string, string> = {};
  token = "c1-token";
  requests: string[] = [];
  bodies: string[] = [];
  beacons: string[] = [];
  /** Statuses of the next posts to the app; 0 is a lost connection. Empty: 202. */
  answers: number[] = [];
  /** What the app says of the favourites of whoever is logged in; null: it does not answer. */
  favourites: { customer: string | null; products: string[] } | null = null;
  page!: JSDOM;
  scripts = 0;
  private storage: Record<"localStorage" | "sessionStorage", Record<string, string>> = { localStorage: {}, sessionStorage: {} };

  /** Opens a page the way a navigation does: the one before is hidden and left, storage stays. */
  async open(options: PageOptions = {}): Promise<void> {
    if (this.page) this.leave();
    const page = new JSDOM(`<!doctype html><body>${options.html ?? ""}<script type="application/json" id="scenarios-config"></script></body>`, {
      url: `https://juniper.example${options.path ?? "/"}`,
      runScripts: "outside-only",
      pretendToBeVisual: true,
    });
    this.page = page;
    const { window } = page;
    for (const area of ["localStorage", "sessionStorage"] as const) {
      for (const [key, value] of Object.entries(this.storage[area])) window[area].setItem(key, value);
    }
    const { product } = options;
    const config = window.document.getElementById("scenarios-config");
    if (config) config.textContent = JSON.stringify({
      endpoint: "/apps/scenarios/events",
      customer: options.customer ?? "",
      page: options.page ?? "index",
      currency: "EUR",
      items: options.itemsInCart ?? this.cart.length,
      ...(product && { product: { id: `${product.product_id}`, variant: `${product.variant_id}`, price: product.price, prices: { [product.variant_id]: product.price } } }),
    });
    const allowed = () => this.consent === "accepted";
    Object.assign(window, {
      // A page that was left runs no timers.
      setTimeout: (work: () => void, ms: number) => globalThis.setTimeout(() => { if (this.page === page) work(); }, ms),
      clearTimeout: globalThis.clearTimeout,
      Date: globalThis.Date,
      fetch: (url: unknown, init?: RequestInit) => this.serve(String(url), init),
      XMLHttpRequest: this.requestClass(),
      Shopify: {
        routes: { root: options.root ?? "/" },
        currency: { active: "EUR" },
        loadFeatures: (_features: unknown, done: (error?: Error) => void) => {
          Object.assign(page.window["Shopify"], {
            customerPrivacy: { analyticsProcessingAllowed: () => allowed() || this.consent === "analytics only", marketingAllowed: allowed },
          });
          done();
        },
      },
    });
    window.navigator.sendBeacon = (url, body) => {
      this.beacons.push(String(url));
      this.bodies.push(String(body));
      return true;
    };
    if (options.before) window.eval(options.before);
    this.run();
    await this.passes(0);
  }

  /** Runs the shipped file in the page; a theme that includes it twice runs it again. */
  run(): void {
    this.page.window.eval(TRACKER);
  }

  leave(): void {
    this.page.window.dispatchEvent(new this.page.window.Event("pagehide"));
    for (const area of ["localStorage", "sessionStorage"] as const) this.storage[area] = { ...this.page.window[area] };
  }

  async decides(consent: ShopBrowser["consent"]): Promise<void> {
    this.consent = consent;
    this.page.window.document.dispatchEvent(new this.page.window.Event("visitorConsentCollected"));
    await this.passes(0);
  }

  async passes(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** Everything the app was sent, each body checked by the app's own schema. */
  get batches(): StorefrontBatch[] {
    return this.bodies.map((body) => storefrontBatch.parse(JSON.parse(body)));
  }

  get events(): StorefrontEvent[] {
    return this.batches.flatMap((batch) => batch.events);
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  get stored(): number {
    return this.page.window.localStorage.length + this.page.window.sessionStorage.length;
  }

  add(line: Line, quantity: number): Line {
    const there = this.cart.find((each) => each.variant_id === line.variant_id);
    if (there) there.quantity += quantity;
    else this.cart.push({ ...line, quantity });
    return there ?? { ...line, quantity };
  }

  async serve(url: string, init?: RequestInit): Promise<Response> {
    const { pathname } = new URL(url, this.page.window.location.href);
    this.requests.push(pathname);
    if (pathname === "/apps/scenarios/events") {
      const status = this.answers.shift() ?? 202;
      if (status === 0) throw new TypeError("Failed to fetch");
      this.bodies.push(String(init?.body));
      return new Response("{}", { status });
    }
    if (pathname === "/apps/scenarios/favourites") return this.favourites ? Response.json(this.favourites) : new Response("{}", { status: 503 });
    if (pathname.endsWith("/cart/add.js")) {
      if (String(init?.body).includes("999")) return Response.json({ status: 422, message: "sold out" }, { status: 422 });
      const line = [apron, bowl].find((each) => String(init?.body).includes(String(each.variant_id))) ?? apron;
      return Response.json({ ...this.add(line, 1), id: line.variant_id });
    }
    if (pathname.endsWith("/cart/update.js")) {
      const sent = new URLSearchParams(String(init?.body)).get("attributes[_scenarios_visitor]");
      if (sent !== null) this.attributes["_scenarios_visitor"] = sent;
    }
    if (pathname.endsWith("/cart/clear.js")) this.cart = [];
    return Response.json({
      token: `${this.token}?key=abc`,
      currency: "EUR",
      attributes: this.attributes,
      total_price: this.cart.reduce((sum, line) => sum + line.price * line.quantity, 0),
      items: this.cart.map((line) => ({ ...line, final_line_price: line.price * line.quantity })),
    });
  }

  private requestClass(): unknown {
    const serve = (url: string, init: RequestInit) => this.serve(url, init);
    return class extends EventTarget {
      status = 0;
      responseType = "";
      responseText = "";
      private url = "";
      open(_method: string, url: string): void {
        this.url = url;
      }
      send(body: string): void {
        void serve(this.url, { method: "POST", body }).then(async (answer) => {
          this.status = answer.status;
          this.responseText = await answer.text();
          this.dispatchEvent(new Event("load"));
        });
      }
    };
  }
}
