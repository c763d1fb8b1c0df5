import { StoreError } from "./store-error.ts";
import { purchasingSummary } from "./purchasing-summary.ts";
import type { Ledger } from "./ledger.ts";
import type { Customer, MarketingConsent, MarketingState } from "./types.ts";

export interface CustomerInput {
  email?: string | null;
  phone?: string | null;
  firstName?: string;
  lastName?: string;
  locale?: string;
  tags?: string[];
  city?: string;
  countryCode?: string;
}

export interface ConsentInput {
  state: MarketingState;
  optInLevel?: MarketingConsent["optInLevel"];
  /** Epoch ms UTC; the clock's now when left out. */
  updatedAt?: number | null;
}

export interface NewCustomer extends CustomerInput {
  emailConsent?: ConsentInput;
  smsConsent?: ConsentInput;
}

/** Customers as the admin, the storefront and the Admin API change them. Throws StoreError. */
export class CustomerDesk {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get(id: string): Customer | undefined {
    return this.#ledger.state.customers.get(id);
  }

  /** E-mails are compared without case, as Shopify does. */
  byEmail(email: string): Customer | undefined {
    const wanted = email.trim().toLowerCase();
    for (const customer of this.#ledger.state.customers.values()) if (customer.email?.toLowerCase() === wanted) return customer;
    return undefined;
  }

  /** Fires customers/create; and the consent topics where she is not simply NOT_SUBSCRIBED; and customer.tags_added. */
  create(input: NewCustomer): Customer {
    const now = this.#ledger.clock.now();
    this.#refuseTaken(input.email ?? null, null);
    const phone = input.phone;
    if (phone && [...this.#ledger.state.customers.values()].some((one) => one.phone === phone)) throw new StoreError("invalid", "Phone has already been taken");
    const customer: Customer = {
      id: this.#ledger.nextId("customers"),
      email: input.email?.trim() || null,
      phone: input.phone || null,
      firstName: input.firstName ?? "",
      lastName: input.lastName ?? "",
      locale: input.locale ?? this.#ledger.state.shop.locale,
      tags: tidyTags(input.tags ?? []),
      emailConsent: consent(input.emailConsent ?? { state: "NOT_SUBSCRIBED", updatedAt: null }, now),
      smsConsent: consent(input.smsConsent ?? { state: "NOT_SUBSCRIBED", updatedAt: null }, now),
      city: input.city ?? "",
      countryCode: input.countryCode ?? this.#ledger.state.shop.countryCode,
      ordersCount: 0,
      totalSpentMinor: 0,
      lastOrderId: null,
      createdAt: now,
      updatedAt: now,
    };
    this.#ledger.state.customers.set(customer.id, customer);
    this.#ledger.emit({ topic: "customers/create", customer });
    if (customer.emailConsent.state !== "NOT_SUBSCRIBED") this.#ledger.emit({ topic: "customers_email_marketing_consent/update", customer });
    if (customer.smsConsent.state !== "NOT_SUBSCRIBED") this.#ledger.emit({ topic: "customers_marketing_consent/update", customer });
    if (customer.tags.length > 0) this.#ledger.emit({ topic: "customer.tags_added", customer, tags: customer.tags });
    return customer;
  }

  /** Fires customers/update; tags that differ fire their own topics. */
  update(id: string, input: CustomerInput): Customer {
    const customer = this.#ledger.customer(id);
    if (input.email !== undefined) this.#refuseTaken(input.email, id);
    const { tags, ...fields } = input;
    Object.assign(customer, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
    this.#changed(customer);
    if (tags !== undefined) {
      const wanted = tidyTags(tags);
      this.removeTags(id, customer.tags.filter((tag) => !wanted.includes(tag)));
      this.addTags(id, wanted);
    }
    return customer;
  }

  /** Fires customers/update and customer.tags_added with the tags that were new; nothing when none was. */
  addTags(id: string, tags: string[]): Customer {
    const customer = this.#ledger.customer(id);
    const fresh = tidyTags(tags).filter((tag) => !customer.tags.includes(tag));
    if (fresh.length === 0) return customer;
    customer.tags = tidyTags([...customer.tags, ...fresh]);
    this.#changed(customer);
    this.#ledger.emit({ topic: "customer.tags_added", customer, tags: fresh });
    return customer;
  }

  /** Fires customers/update and customer.tags_removed with the tags she had; nothing when she had none of them. */
  removeTags(id: string, tags: string[]): Customer {
    const customer = this.#ledger.customer(id);
    const gone = tidyTags(tags).filter((tag) => customer.tags.includes(tag));
    if (gone.length === 0) return customer;
    customer.tags = customer.tags.filter((tag) => !gone.includes(tag));
    this.#changed(customer);
    this.#ledger.emit({ topic: "customer.tags_removed", customer, tags: gone });
    return customer;
  }

  /** Fires customers_email_marketing_consent/update and customers/update. Needs an e-mail address. */
  setEmailConsent(id: string, input: ConsentInput): Customer {
    const customer = this.#ledger.customer(id);
    if (!customer.email) throw new StoreError("invalid", "The customer has no e-mail address to give consent for.");
    customer.emailConsent = consent(input, this.#ledger.clock.now());
    this.#changed(customer);
    this.#ledger.emit({ topic: "customers_email_marketing_consent/update", customer });
    return customer;
  }

  /** Fires customers_marketing_consent/update and customers/update. Needs a phone number. */
  setSmsConsent(id: string, input: ConsentInput): Customer {
    const customer = this.#ledger.customer(id);
    if (!customer.phone) throw new StoreError("invalid", "The customer has no phone number to give consent for.");
    customer.smsConsent = consent(input, this.#ledger.clock.now());
    this.#changed(customer);
    this.#ledger.emit({ topic: "customers_marketing_consent/update", customer });
    return customer;
  }

  /** Her orders stay without a customer, as after Shopify's erasure. */
  delete(id: string): void {
    this.#ledger.customer(id);
    const { state } = this.#ledger;
    state.customers.delete(id);
    for (const order of state.orders.values()) if (order.customerId === id) order.customerId = null;
    for (const cart of state.carts.values()) if (cart.customerId === id) cart.customerId = null;
    for (const checkout of state.checkouts.values()) if (checkout.customerId === id) checkout.customerId = null;
    for (const [session, customerId] of state.customerSessions) if (customerId === id) state.customerSessions.delete(session);
    this.#ledger.emit({ topic: "customers/delete", customerId: id });
  }

  /** Everything of the removed customer becomes the kept one's. Fires customers/merge, customers/update, customers/purchasing_summary. */
  merge(keptId: string, removedId: string): Customer {
    const kept = this.#ledger.customer(keptId);
    const removed = this.#ledger.customer(removedId);
    if (kept === removed) throw new StoreError("invalid", "A customer cannot be merged with herself.");
    const { state } = this.#ledger;
    const owned: { customerId: string | null }[] = [...state.orders.values(), ...state.carts.values(), ...state.checkouts.values()];
    for (const item of owned) if (item.customerId === removedId) item.customerId = keptId;
    for (const [session, customerId] of state.customerSessions) if (customerId === removedId) state.customerSessions.set(session, keptId);
    kept.email ??= removed.email;
    kept.phone ??= removed.phone;
    kept.tags = tidyTags([...kept.tags, ...removed.tags]);
    state.customers.delete(removedId);
    this.#ledger.emit({ topic: "customers/merge", keptId, removedId });
    this.recount(keptId);
    return kept;
  }

  /** Brings her totals in line with her orders. Fires customers/purchasing_summary and customers/update. */
  recount(id: string): void {
    const customer = this.#ledger.customer(id);
    const orders = [...this.#ledger.state.orders.values()].filter((order) => order.customerId === id);
    Object.assign(customer, purchasingSummary(orders));
    customer.updatedAt = this.#ledger.clock.now();
    this.#ledger.emit({ topic: "customers/purchasing_summary", customer });
    this.#ledger.emit({ topic: "customers/update", customer });
  }

  #changed(customer: Customer): void {
    customer.updatedAt = this.#ledger.clock.now();
    this.#ledger.emit({ topic: "customers/update", customer });
  }

  #refuseTaken(email: string | null, ownId: string | null): void {
    const holder = email ? this.byEmail(email) : undefined;
    if (holder && holder.id !== ownId) throw new StoreError("invalid", "Email has already been taken");
  }
}

function consent(input: ConsentInput, now: number): MarketingConsent {
  const optInLevel = input.optInLevel !== undefined ? input.optInLevel : input.state === "NOT_SUBSCRIBED" ? null : "SINGLE_OPT_IN";
  return { state: input.state, optInLevel, updatedAt: input.updatedAt === undefined ? now : input.updatedAt };
}

function tidyTags(tags: string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))].sort();
}
