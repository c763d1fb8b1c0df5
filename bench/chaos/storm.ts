import { setTimeout as rest } from "node:timers/promises";
import type { Instant } from "../../app/domain/instant.ts";
import type { SeededRandom } from "../../dev-store/state/seeded-random.ts";
import { deliver } from "../installation/deliver.ts";
import { cartViewed, type Fact } from "../installation/facts.ts";
import { DOMAIN, shopifyIdOf } from "./chaos-shop.ts";
import { consentWithdrawn, orderPlaced, stopSaid } from "./facts.ts";

/** Who does what beside abandoning a cart. */
export const orders = (index: number): boolean => index % 10 === 3;
const cancels = (index: number): boolean => index % 50 === 3;
export const withdraws = (index: number): boolean => index % 17 === 5;
export const stops = (index: number): boolean => index % 19 === 7;

/** Requests under way at the same time. */
const SENDERS = 48;
/** Of the whole story, the part in which carts are abandoned. */
const ABANDONING = 0.3;

export interface StormOptions {
  customers: number;
  random: SeededRandom;
  /** Domain time. */
  now(): Instant;
}

interface Planned {
  /** The part of the story after which it is told. */
  after: number;
  tell(): Fact;
}

/**
 * Everything that the storefront, Shopify and the provider tell the app, in an order and as often as happens: many a fact
 * twice, some at the same instant, some late, each again until it is answered with success.
 */
export class Storm {
  /** How much of the story is over, 0 to 1; the caller moves it on. */
  progress = 0;
  readonly #planned: Planned[];
  readonly #reports: Fact[] = [];
  readonly #random: SeededRandom;
  #sent = 0;
  #again = 0;
  #over = false;
  #senders: Promise<void>[] = [];

  constructor({ customers, random, now }: StormOptions) {
    this.#random = random;
    const plan: Planned[] = [];
    /** Told as often as this, the same to the letter each time. */
    const add = (after: number, copies: number, make: (at: Instant) => Fact): void => {
      let fact: Fact | undefined;
      const tell = () => (fact ??= make(now()));
      for (let copy = 0; copy < copies; copy += 1) plan.push({ after: copy === 0 || random.chance(0.5) ? after : Math.min(1, after + random.next() * 0.1), tell });
    };
    const copies = () => (random.chance(0.5) ? 1 : random.chance(0.8) ? 2 : 3);
    for (let index = 0; index < customers; index += 1) {
      add(random.next() * ABANDONING, copies(), (at) => cartViewed(DOMAIN, shopifyIdOf(index), at));
      if (orders(index)) {
        const after = random.next() * 0.9;
        add(after, copies(), (at) => orderPlaced(index, at));
        if (random.chance(0.3)) add(after, 1, (at) => orderPlaced(index, at));
        if (cancels(index)) add(random.next(), copies(), (at) => orderPlaced(index, at - 1_000, at));
      }
      if (withdraws(index)) add(random.next() * 0.9, copies(), (at) => consentWithdrawn(index, at));
      if (stops(index)) add(random.next() * 0.9, copies(), () => stopSaid(index));
    }
    this.#planned = plan.sort((a, b) => b.after - a.after);
  }

  /** A provider reports what became of a message, often twice; of some it never does. */
  reported(fact: Fact, { seldom = false } = {}): void {
    if (seldom && this.#random.chance(0.4)) return;
    for (let copies = this.#random.chance(0.3) ? 2 : 1; copies > 0; copies -= 1) this.#reports.push(fact);
  }

  /** Tells the web process at this port; resolves once all that was planned is told. */
  async blow(port: number): Promise<void> {
    this.#senders = Array.from({ length: SENDERS }, () => this.#send(port));
    while (this.#planned.length > 0) await rest(100);
  }

  /** What the providers still had to report is told, too. */
  async settled(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#senders);
  }

  tell(): string {
    return `${this.#sent} facts told, ${this.#again} of them again for want of an answer`;
  }

  async #send(port: number): Promise<void> {
    for (;;) {
      const fact = this.#next();
      if (fact) {
        const times = await deliver(port, fact);
        this.#sent += 1;
        if (times > 1) this.#again += 1;
      } else if (this.#over) {
        return;
      } else {
        await rest(20);
      }
    }
  }

  #next(): Fact | undefined {
    const planned = this.#planned.at(-1);
    if (planned && planned.after <= this.progress) return this.#planned.pop()?.tell();
    return this.#reports.shift();
  }
}
