import { JSDOM } from "jsdom";
import { BROWSER_AGENT } from "../demo/browser-agent.ts";
import type { ReceivedMessage, StoreControl } from "../demo/store-control.ts";

/** An ordinary browser's name: this scanner does not say what it is. */
const DISGUISED_SCANNER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0";

/** What happens to an e-mail at its receiver's end. */
export class MailReader {
  readonly #control: StoreControl;
  readonly #message: ReceivedMessage;
  readonly #document: Document;

  constructor(control: StoreControl, message: ReceivedMessage) {
    this.#control = control;
    this.#message = message;
    this.#document = new JSDOM(message.html ?? "").window.document;
  }

  /** What she reads: subject and text, without what is hidden. */
  get words(): string {
    return `${this.#message.subject ?? ""} ${this.#document.body.textContent ?? ""}`.replace(/\s+/g, " ");
  }

  /** Addresses of all pictures, the pixel too. */
  get pictures(): string[] {
    return [...this.#document.querySelectorAll("img")].map(({ src }) => this.#control.local(src));
  }

  /** Her mail program shows the pictures. Returns the type that each is answered with. */
  async showsPictures(): Promise<string[]> {
    return Promise.all(this.pictures.map(async (address) => {
      const answer = await fetch(address, { headers: { "user-agent": BROWSER_AGENT } });
      await answer.arrayBuffer();
      return answer.ok ? (answer.headers.get("content-type") ?? "") : String(answer.status);
    }));
  }

  /** The address behind a link with these words. */
  link(words: string): string {
    const found = [...this.#document.querySelectorAll("a")].find(({ textContent }) => textContent?.trim() === words);
    if (!found) throw new Error(`The e-mail has no link “${words}”.`);
    return this.#control.local(found.href);
  }

  /** A mail scanner GETs every address of the message at once, those of the headers and the hidden ones too. Returns how many. */
  async isScanned(): Promise<number> {
    const named = [...this.#message.links, ...this.#unsubscribeAddresses()].filter((address) => address.startsWith("http")).map((address) => this.#control.local(address));
    const addresses = [...new Set(named)];
    await Promise.all(addresses.map(async (address) => {
      const headers = { "user-agent": DISGUISED_SCANNER };
      const answer = await fetch(address, { headers, redirect: "manual" });
      await answer.arrayBuffer();
      const onwards = answer.headers.get("location");
      if (onwards) await (await fetch(this.#control.local(onwards), { headers, redirect: "manual" })).arrayBuffer();
    }));
    return addresses.length;
  }

  /** RFC 8058, as her mail program does it: a POST without cookies. Returns the status. */
  async unsubscribesByOneClick(): Promise<number> {
    const [address] = this.#unsubscribeAddresses();
    if (!address || this.#header("List-Unsubscribe-Post") !== "List-Unsubscribe=One-Click") throw new Error("The e-mail does not offer to unsubscribe by one click.");
    const answer = await fetch(address, { method: "POST", redirect: "manual", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "List-Unsubscribe=One-Click" });
    await answer.arrayBuffer();
    return answer.status;
  }

  #unsubscribeAddresses(): string[] {
    return [...(this.#header("List-Unsubscribe") ?? "").matchAll(/<(https?:[^>]+)>/g)].flatMap(([, address]) => address ?? []);
  }

  #header(name: string): string | undefined {
    return Object.entries(this.#message.headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  }
}
