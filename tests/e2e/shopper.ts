import type { BrowserContext, Page, Request } from "playwright-core";
import type { StoreControl } from "../../scripts/demo/store-control.ts";

/** A shopper in a real browser with a profile of her own. */
export class Shopper {
  readonly email: string;
  readonly requestsToApp: Request[] = [];
  readonly #control: StoreControl;
  readonly #profile: BrowserContext;
  #page: Page | null = null;

  constructor(control: StoreControl, profile: BrowserContext, email: string) {
    this.#control = control;
    this.#profile = profile;
    this.email = email;
    profile.on("request", (request) => { if (new URL(request.url()).pathname.startsWith("/apps/")) this.requestsToApp.push(request); });
  }

  get page(): Page {
    if (!this.#page) throw new Error("No tab is open.");
    return this.#page;
  }

  async opens(address: string): Promise<void> {
    this.#page ??= await this.#profile.newPage();
    await this.#page.goto(new URL(address, this.#control.origin).href);
  }

  async accepts(): Promise<void> {
    await this.opens("/");
    await this.page.getByRole("button", { name: "Accept" }).click();
    await this.page.waitForFunction(() => localStorage.getItem("scenarios") !== null);
  }

  async refuses(): Promise<void> {
    await this.opens("/");
    await this.page.getByRole("button", { name: "Decline" }).click();
    await this.page.locator("[data-consent]").waitFor({ state: "hidden" });
  }

  async logsIn(): Promise<void> {
    await this.opens("/account/login");
    await this.page.locator(".card-form").getByLabel("E-mail").fill(this.email);
    await this.page.locator(".card-form").getByRole("button", { name: "Sign in" }).click();
    await this.page.waitForURL("**/account");
  }

  /** Views the product, adds it, opens the cart and goes away. */
  async leavesBehind(handle: string): Promise<void> {
    await this.opens(`/products/${handle}`);
    await this.page.getByRole("button", { name: "Add to basket" }).click();
    const drawer = this.page.getByRole("dialog", { name: "Your basket" });
    await drawer.getByRole("button", { name: "Close" }).click();
    await drawer.waitFor({ state: "hidden" });
    await this.page.getByRole("link", { name: "Basket", exact: true }).click();
    await drawer.waitFor();
    await this.leaves();
  }

  /** A link opened another tab: she goes on there. */
  async continuesIn(tab: Page): Promise<void> {
    await this.#page?.close();
    this.#page = tab;
  }

  /** Closes the tab, once what the tracker has to say is answered. */
  async leaves(): Promise<void> {
    await this.page.waitForFunction(() => {
      const stored = sessionStorage.getItem("scenarios");
      if (stored === null) return true;
      const tab = JSON.parse(stored) as { queue: unknown[]; viewed?: number; changed?: number };
      return tab.queue.length === 0 && !tab.viewed && !tab.changed;
    });
    await this.page.close({ runBeforeUnload: false });
    this.#page = null;
  }

  async orders(): Promise<void> {
    await this.page.getByRole("button", { name: "Check out" }).click();
    await this.page.getByLabel("E-mail", { exact: true }).fill(this.email);
    await this.page.getByLabel("First name").fill("Ola");
    await this.page.getByLabel("Last name").fill("Nowak");
    await this.page.getByRole("button", { name: "Place order" }).click();
    await this.page.getByRole("heading", { name: /^Thank you/ }).waitFor();
  }

  /** Names of all that the shop's pages keep in this browser's storage. */
  async stored(): Promise<string[]> {
    return this.page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  }
}
