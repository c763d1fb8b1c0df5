import { CookieJar, JSDOM, VirtualConsole, type DOMWindow } from "jsdom";
import { z } from "zod";
import { BROWSER_AGENT } from "../demo/browser-agent.ts";
import { until } from "./until.ts";

const AREAS = ["localStorage", "sessionStorage"] as const;
const eventBatch = z.object({ events: z.array(z.object({ type: z.string() })) });
const MOST_REDIRECTS = 10;

/**
 * A shopper's browser on the local storefront. The shop's pages run as they are served, the theme's and the app's scripts included, in
 * a real DOM; this class adds what jsdom lacks: navigation, forms, fetch and sendBeacon with the browser's cookies, storage that outlives a page.
 */
export class ShopperBrowser {
  readonly #origin: string;
  readonly #localAddress: (address: string) => string;
  readonly #cookies = new CookieJar();
  readonly #storage: Record<(typeof AREAS)[number], Record<string, string>> = { localStorage: {}, sessionStorage: {} };
  readonly #underWay = new Set<Promise<unknown>>();
  #page: JSDOM | null = null;
  /** Types of the events that the app accepted from this browser, and how many requests it was sent. */
  readonly accepted: string[] = [];
  requestsToApp = 0;
  /** What the pages wrote to the console as errors. */
  readonly errors: string[] = [];

  /** `localAddress` leads the shop's public address to this machine, as a hosts file would do. */
  constructor(origin: string, localAddress: (address: string) => string) {
    this.#origin = origin;
    this.#localAddress = localAddress;
  }

  get window(): DOMWindow {
    if (!this.#page) throw new Error("No page is open.");
    return this.#page.window;
  }

  /** Names of what the shop's pages keep in this browser's storage. */
  get stored(): string[] {
    return AREAS.flatMap((area) => Object.keys(this.#page ? this.#page.window[area] : this.#storage[area]));
  }

  /** Goes to a page of the shop, or follows a link of a message; the page before is left as a browser leaves it. */
  async open(address: string): Promise<void> {
    await this.leave();
    const { url, response } = await this.#follow(new URL(address, this.#origin), { method: "GET" });
    await this.#show(url, await response.text());
  }

  async click(selector: string): Promise<void> {
    const element = this.find(selector);
    if (!(element instanceof this.window.HTMLElement)) throw new Error(`${selector} cannot be clicked.`);
    element.click();
    await this.idle();
  }

  /** Fills in and sends a form as a browser does that posts it itself. */
  async submit(selector: string, values: Record<string, string>): Promise<void> {
    const form = this.find(selector);
    if (!(form instanceof this.window.HTMLFormElement)) throw new Error(`${selector} is no form.`);
    const body = new URLSearchParams();
    for (const [name, value] of new this.window.FormData(form)) if (typeof value === "string") body.set(name, value);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    const action = new URL(form.getAttribute("action") ?? "", this.window.location.href);
    await this.leave();
    const { url, response } = await this.#follow(action, { method: "POST", body });
    await this.#show(url, await response.text());
  }

  find(selector: string): Element {
    const found = this.window.document.querySelector(selector);
    if (!found) throw new Error(`${this.window.location.pathname} shows no ${selector}.`);
    return found;
  }

  /** Resolves when the page's requests are answered and what its scripts do with the answers is done. */
  async idle(): Promise<void> {
    do {
      await Promise.allSettled(this.#underWay);
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#underWay.size > 0);
  }

  /** Closes the tab: what the tracker holds back leaves by beacon, and all of it is answered when this resolves. */
  async leave(): Promise<void> {
    const page = this.#page;
    if (!page) return;
    await this.idle();
    page.window.dispatchEvent(new page.window.Event("pagehide"));
    await this.idle();
    for (const area of AREAS) this.#storage[area] = { ...page.window[area] };
    this.#page = null;
    page.window.close();
  }

  async #show(url: URL, html: string): Promise<void> {
    const console = new VirtualConsole();
    // jsdom's own style sheet parser knows less than browsers do.
    console.on("jsdomError", (error) => { if (!("type" in error) || error.type !== "css-parsing") this.errors.push(error.message); });
    console.on("error", (...words: unknown[]) => void this.errors.push(words.join(" ")));
    console.on("debug", (...words: unknown[]) => { if (words[0] === "Scenarios") this.errors.push(words.join(" ")); });
    const page = new JSDOM(html, {
      url: url.href, cookieJar: this.#cookies, runScripts: "dangerously", resources: { userAgent: BROWSER_AGENT }, pretendToBeVisual: true, virtualConsole: console,
      beforeParse: (window) => this.#equip(window),
    });
    this.#page = page;
    await until(`${url.pathname} has loaded`, () => page.window.document.readyState === "complete" && (url.pathname.startsWith("/checkouts") || page.window["Shopify"]?.customerPrivacy));
    await this.idle();
  }

  #equip(window: DOMWindow): void {
    for (const area of AREAS) for (const [key, value] of Object.entries(this.#storage[area])) window[area].setItem(key, value);
    Object.assign(window, { fetch: (input: unknown, init?: RequestInit) => this.#watch(this.#ask(window, new URL(String(input), window.location.href), init)) });
    Object.assign(window.navigator, {
      sendBeacon: (to: string, body: string) => {
        void this.#watch(this.#ask(window, new URL(to, window.location.href), { method: "POST", body })).catch(() => undefined);
        return true;
      },
    });
  }

  async #ask(window: DOMWindow, url: URL, init: RequestInit = {}): Promise<Response> {
    const body = init.body instanceof window.URLSearchParams ? new URLSearchParams(init.body.toString()) : init.body;
    const { response } = await this.#follow(url, { ...init, ...(body === undefined ? {} : { body }) });
    if (url.pathname.startsWith("/apps/")) {
      this.requestsToApp += 1;
      if (response.status === 202 && typeof body === "string") this.accepted.push(...eventBatch.parse(JSON.parse(body)).events.map(({ type }) => type));
    }
    return response;
  }

  async #follow(start: URL, init: RequestInit): Promise<{ url: URL; response: Response }> {
    let url = start;
    let request = init;
    for (let hop = 0; hop < MOST_REDIRECTS; hop += 1) {
      const headers = new Headers(request.headers);
      headers.set("user-agent", BROWSER_AGENT);
      const cookie = await this.#cookies.getCookieString(url.href);
      if (cookie) headers.set("cookie", cookie);
      const response = await fetch(url, { ...request, headers, redirect: "manual", keepalive: false });
      for (const set of response.headers.getSetCookie()) await this.#cookies.setCookie(set, url.href);
      const location = response.headers.get("location");
      if (location === null || response.status < 300 || response.status > 399) return { url, response };
      url = new URL(this.#localAddress(location), url);
      request = { method: "GET" };
    }
    throw new Error(`${start.pathname} leads round in circles.`);
  }

  #watch<T>(work: Promise<T>): Promise<T> {
    const watched = work.finally(() => this.#underWay.delete(watched));
    this.#underWay.add(watched);
    return watched;
  }
}
