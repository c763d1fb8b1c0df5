import type { FrameLocator, Page } from "playwright-core";
import type { DemoAddresses } from "../../scripts/demo/demo-stack.ts";

/** A merchant in the shop's admin, with the app framed in it. */
export class Merchant {
  readonly page: Page;
  /** What went wrong in the pages' scripts. */
  readonly errors: string[] = [];
  readonly #addresses: DemoAddresses;

  constructor(page: Page, addresses: DemoAddresses) {
    this.page = page;
    this.#addresses = addresses;
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => { if (message.type() === "error") this.errors.push(message.text()); });
  }

  get app(): FrameLocator {
    return this.page.frameLocator("iframe");
  }

  /** `path` below the app: "/scenarios". Resolves when the app's page has a heading and its scripts have taken over. */
  async opens(path: string): Promise<void> {
    await this.page.goto(`${this.#addresses.admin}${path}`);
    await this.settled();
  }

  /** Resolves when React has taken over the page in the frame: only then do its buttons work. */
  async settled(): Promise<void> {
    const heading = this.app.locator("h1, header input").first();
    await heading.waitFor();
    const frame = await (await this.page.locator("iframe").elementHandle())?.contentFrame();
    if (!frame) throw new Error("The app is not framed.");
    await frame.waitForFunction(() => {
      const element = document.querySelector("h1, header input");
      return element !== null && Object.keys(element).some((key) => key.startsWith("__reactFiber$"));
    });
    await frame.waitForLoadState("load");
  }

  /** The row of a scenario in the list: what stands under each heading. */
  async figuresOf(name: string): Promise<Record<string, string>> {
    await this.opens("/scenarios");
    const table = this.app.locator("table").filter({ has: this.app.getByRole("link", { name, exact: true }) }).first();
    const headings = (await table.locator("thead th").allInnerTexts()).map(oneLine);
    const cells = (await table.locator("tbody tr").filter({ has: this.app.getByRole("link", { name, exact: true }) }).locator("td, th").allInnerTexts()).map(oneLine);
    return Object.fromEntries(cells.map((cell, at) => [headings[at] ?? String(at), cell]));
  }

  /** Opens the page of the customer with this address and reads it. */
  async readsAbout(email: string): Promise<string> {
    await this.opens(`/customers?search=${encodeURIComponent(email)}`);
    await this.app.locator("a[href^='/app/customers/']").first().click();
    await this.app.getByRole("heading", { name: "Timeline" }).waitFor();
    return oneLine(await this.app.locator("body").innerText());
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
