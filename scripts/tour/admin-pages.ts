import { JSDOM, VirtualConsole } from "jsdom";
import { adminAddress } from "../demo/admin-address.ts";
import { BROWSER_AGENT } from "../demo/browser-agent.ts";
import type { DemoAddresses } from "../demo/demo-stack.ts";

/** The app's pages as the merchant reads them: fetched with a session token as the shop's admin does, told by their visible text. */
export class AdminPages {
  readonly #addresses: DemoAddresses;

  constructor(addresses: DemoAddresses) {
    this.#addresses = addresses;
  }

  /** The row of a scenario in the list: what stands under each heading. */
  async scenarioRow(name: string): Promise<Record<string, string>> {
    const document = await this.#page("/app/scenarios");
    const table = document.querySelector("table:has(tbody)");
    const headings = [...(table?.querySelectorAll("thead th") ?? [])].map(words);
    const row = [...(table?.querySelectorAll("tbody tr") ?? [])].find((each) => words(each.querySelector("td, th")) === name);
    if (!row) throw new Error(`The list of scenarios shows no “${name}”.`);
    return Object.fromEntries([...row.querySelectorAll("td, th")].map((cell, at) => [headings[at] ?? String(at), words(cell)]));
  }

  async statistics(scenarioId: string): Promise<string> {
    return words((await this.#page(`/app/scenarios/${scenarioId}/statistics`)).body);
  }

  /** The page of the customer with this address, as one text. */
  async customer(email: string): Promise<string> {
    const list = await this.#page(`/app/customers?search=${encodeURIComponent(email)}`);
    const path = list.querySelector("tbody a[href^='/app/customers/']")?.getAttribute("href");
    if (!path) throw new Error(`The list of customers does not find ${email}.`);
    return words((await this.#page(path)).body);
  }

  /** Saves a new segment as its page does; answers its id. */
  async makeSegment(name: string, definition: unknown): Promise<string> {
    const { app, shop } = this.#addresses;
    const body = new URLSearchParams({ name, definition: JSON.stringify(definition) });
    const answer = await fetch(adminAddress(app, shop, "/app/segments/new", Date.now), { method: "POST", body, headers: { "user-agent": BROWSER_AGENT, accept: "text/html" }, redirect: "manual" });
    const [, id] = /^\/app\/segments\/([^/?]+)/.exec(answer.headers.get("location") ?? "") ?? [];
    if (id === undefined) throw new Error(`The segment was not saved: ${answer.status}.`);
    return id;
  }

  /** A page as one text. */
  async text(path: string): Promise<string> {
    return words((await this.#page(path)).body);
  }

  /** Where the links of a page lead that begin so, but for the one to a new one. */
  async links(path: string, start: string): Promise<string[]> {
    return [...(await this.#page(path)).querySelectorAll(`a[href^='${start}']`)].flatMap((link) => link.getAttribute("href") ?? []).filter((href) => !href.includes("/new"));
  }

  /** Sends a form of a page. Throws where it is refused. */
  async submit(path: string, fields: Record<string, string>): Promise<void> {
    const { app, shop } = this.#addresses;
    const answer = await fetch(adminAddress(app, shop, path, Date.now), { method: "POST", body: new URLSearchParams(fields), headers: { "user-agent": BROWSER_AGENT, accept: "text/html" }, redirect: "manual" });
    if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}.`);
  }

  async #page(path: string): Promise<Document> {
    const { app, shop } = this.#addresses;
    const answer = await fetch(adminAddress(app, shop, path, Date.now), { headers: { "user-agent": BROWSER_AGENT, accept: "text/html" }, redirect: "manual" });
    const html = await answer.text();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
    const { document } = new JSDOM(html, { virtualConsole: new VirtualConsole() }).window;
    for (const element of document.querySelectorAll("script, style, template")) element.remove();
    return document;
  }
}

/** Visible words in their order, with one space where an element ends. */
function words(element: Element | null): string {
  if (!element) return "";
  const texts: string[] = [];
  const walk = (node: Node): void => {
    if (node.nodeType === node.TEXT_NODE) texts.push(node.textContent ?? "");
    for (const child of node.childNodes) walk(child);
  };
  walk(element);
  return texts.join(" ").replace(/[\s\u00a0]+/g, " ").trim();
}
