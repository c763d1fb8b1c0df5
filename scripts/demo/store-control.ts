import { z } from "zod";

const message = z.object({
  id: z.string(), channel: z.string(), to: z.string(), from: z.string(), subject: z.string().nullable(), html: z.string().nullable(), text: z.string().nullable(),
  headers: z.record(z.string(), z.string()), links: z.array(z.string()), at: z.string(),
});
export type ReceivedMessage = z.infer<typeof message>;

const move = z.looseObject({ reached: z.boolean(), held: z.number().optional() });
const variant = z.looseObject({ id: z.string(), priceMinor: z.number(), inventory: z.number() });
const product = z.looseObject({ id: z.string(), handle: z.string(), title: z.string(), image: z.string(), variants: z.array(variant) });
const order = z.looseObject({
  id: z.string(), number: z.number(), email: z.string().nullable(), currency: z.string(), totalMinor: z.number(), cartToken: z.string().nullable(), createdAt: z.number(),
  lines: z.array(z.looseObject({ variantId: z.string(), productId: z.string(), title: z.string(), quantity: z.number(), priceMinor: z.number() })),
});
export type PlacedOrder = z.infer<typeof order>;
const customer = z.looseObject({ id: z.string(), email: z.string().nullable(), tags: z.array(z.string()), emailConsent: z.looseObject({ state: z.string() }) });

/** Longer than the store itself waits for its processes. */
const ANSWER_WITHIN_MS = 180_000;

/** The local store's control API (dev-store/README.md), as a story asks of it. Every method throws when the store refuses. */
export class StoreControl {
  readonly origin: string;
  readonly shop: string;

  constructor({ store, shop }: { store: string; shop: string }) {
    this.origin = store;
    this.shop = shop;
  }

  /** An ISO 8601 duration. Answers when everything that became due has been done. */
  async advance(duration: string): Promise<void> {
    const { reached } = move.parse(await this.#ask("POST", "/clock", { advance: duration }));
    if (!reached) throw new Error(`The clock did not come through ${duration}: a call is parked.`);
  }

  /** The shop's date so many days from now, YYYY-MM-DD. */
  async dayAhead(days: number): Promise<string> {
    const { nowMs, timeZone } = z.looseObject({ nowMs: z.number(), timeZone: z.string() }).parse(await this.#ask("GET", "/clock"));
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(nowMs + days * 86_400_000);
  }

  /** Goes to a date (YYYY-MM-DD) and time (HH:mm) of the shop's, as `advance` does. */
  async advanceTo(date: string, time: string): Promise<void> {
    const { reached } = move.parse(await this.#ask("POST", "/clock", { set: `${date}T${time}:00` }));
    if (!reached) throw new Error(`The clock did not come to ${date} ${time}: a call is parked.`);
  }

  /** Advances until a call to the provider is parked; throws when none is. */
  async advanceUntilParked(duration: string): Promise<void> {
    const { reached, held } = move.parse(await this.#ask("POST", "/clock", { advance: duration }));
    if (reached || !held) throw new Error(`No call was parked within ${duration}.`);
  }

  /** Oldest first. */
  async inboxOf(address: string): Promise<ReceivedMessage[]> {
    return z.object({ messages: z.array(message) }).parse(await this.#ask("GET", `/inbox?channel=email&to=${encodeURIComponent(address)}`)).messages;
  }

  async inboxSize(): Promise<number> {
    return z.object({ messages: z.array(message) }).parse(await this.#ask("GET", "/inbox")).messages.length;
  }

  async product(handle: string): Promise<z.infer<typeof product>> {
    const [found] = z.object({ products: z.array(product) }).parse(await this.#ask("GET", `/products?handle=${handle}`)).products;
    if (!found) throw new Error(`The shop has no product ${handle}.`);
    return found;
  }

  async customer(email: string): Promise<z.infer<typeof customer>> {
    const [found] = z.object({ customers: z.array(customer) }).parse(await this.#ask("GET", `/customers?email=${encodeURIComponent(email)}`)).customers;
    if (!found) throw new Error(`The shop has no customer ${email}.`);
    return found;
  }

  /** Places a block of the app's theme extension in the theme. */
  async placeBlock(handle: string): Promise<void> {
    await this.#ask("PUT", "/embed", { handle, enabled: true });
  }

  async createCustomer(person: { email: string; firstName: string; lastName: string; emailConsent: "SUBSCRIBED" }): Promise<void> {
    await this.#ask("POST", "/customers", person);
  }

  /** Tags that staff add or take away by hand. */
  async changeTags(email: string, change: { addTags?: string[]; removeTags?: string[] }): Promise<void> {
    await this.#ask("PATCH", `/customers/${(await this.customer(email)).id}`, change);
  }

  /** The merchant changes the price of all variants of a product. Minor units. */
  async changePrice(handle: string, priceMinor: number): Promise<void> {
    await this.#ask("PATCH", `/products/${(await this.product(handle)).id}`, { priceMinor });
  }

  async placeOrder(placed: { email: string; lines: { variantId: string; quantity: number }[] }): Promise<void> {
    await this.#ask("POST", "/orders", placed);
  }

  /** Newest first. */
  async ordersOf(email: string): Promise<PlacedOrder[]> {
    return z.object({ orders: z.array(order) }).parse(await this.#ask("GET", `/orders?email=${encodeURIComponent(email)}`)).orders;
  }

  async deliverWebhook(delivery: { topic: string; payload: unknown; id: string; eventId?: string }): Promise<number> {
    return z.looseObject({ status: z.number() }).parse(await this.#ask("POST", "/webhooks", delivery)).status;
  }

  async parkNextSending(): Promise<void> {
    await this.#ask("POST", "/faults", { target: "resend", mode: "hold", count: 1 });
  }

  async releaseFaults(): Promise<void> {
    await this.#ask("DELETE", "/faults");
  }

  /** Mails name the shop by its public address, which leads nowhere on this machine. */
  local(address: string): string {
    return address.replace(`https://${this.shop}`, this.origin);
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.origin}/_dev${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /_dev${path} was refused with ${answer.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }
}
