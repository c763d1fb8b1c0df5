import type { StoreControl } from "../demo/store-control.ts";
import { ShopperBrowser } from "./shopper-browser.ts";
import { until } from "./until.ts";

/** A person who shops, with a browser of her own. */
export class Shopper {
  readonly email: string;
  readonly browser: ShopperBrowser;

  constructor(control: StoreControl, email: string) {
    this.email = email;
    this.browser = new ShopperBrowser(control.origin, (address) => control.local(address));
  }

  async acceptsTracking(): Promise<void> {
    await this.#choosesTracking("[data-consent-accept]");
    await until("The tracker knows this browser", () => this.browser.stored.includes("scenarios"));
  }

  async refusesTracking(): Promise<void> {
    await this.#choosesTracking("[data-consent-decline]");
  }

  async logsIn(): Promise<void> {
    await this.browser.open("/account/login");
    await this.browser.submit("form.card-form", { "customer[email]": this.email });
  }

  async logsOut(): Promise<void> {
    await this.browser.open("/account/logout");
  }

  /** Views the product, adds it, opens the cart and goes away. */
  async leavesBehind(handle: string): Promise<void> {
    await this.browser.open(`/products/${handle}`);
    await this.browser.click("[data-add]");
    await until("The drawer opens by itself", () => !this.#drawer.hidden);
    await this.browser.click("[data-close-basket].tool");
    await this.browser.click("[data-open-basket]");
    await until("The cart is open", () => !this.#drawer.hidden);
    await this.browser.leave();
  }

  /** From wherever she is, with what is in her cart. */
  async orders(firstName: string, lastName: string): Promise<void> {
    await this.browser.open("/checkout");
    await this.browser.submit("form[data-checkout]", { email: this.email, firstName, lastName });
    await this.browser.leave();
  }

  get #drawer(): HTMLElement {
    return this.browser.find("[data-drawer]") as HTMLElement;
  }

  async #choosesTracking(choice: string): Promise<void> {
    const { browser } = this;
    await browser.open("/");
    const banner = browser.find("[data-consent]") as HTMLElement;
    await until("The shop asks before it tracks", () => !banner.hidden);
    await browser.click(choice);
    await until("The choice is taken", () => banner.hidden);
    await browser.idle();
  }
}
