import type { Customer } from "../state/types.ts";

const DAY = 86_400_000;

/** A segment under Customers > Segments. */
export interface StoreSegment {
  id: string;
  name: string;
  /** In ShopifyQL, as the merchant would have written it; `holds` says the same. */
  query: string;
  /** `now` is the store's clock, epoch ms. */
  holds(customer: Customer, now: number): boolean;
  createdAt: number;
}

/** What Shopify gathered for an app: the members at one moment. */
export interface MemberSearch {
  id: string;
  members: readonly string[];
  /** So often it is still under way when it is asked after. */
  pending: number;
}

const BEGAN = Date.parse("2026-01-12T10:00:00Z");

const SEEDED: readonly StoreSegment[] = [
  { id: "512004110401", name: "Email subscribers", query: "email_subscription_status = 'SUBSCRIBED'", holds: ({ emailConsent }) => emailConsent.state === "SUBSCRIBED", createdAt: BEGAN },
  { id: "512004110402", name: "Customers who have purchased more than once", query: "number_of_orders > 1", holds: ({ ordersCount }) => ordersCount > 1, createdAt: BEGAN + DAY },
  { id: "512004110403", name: "Good customers in Poland", query: "customer_countries CONTAINS 'PL' AND amount_spent > 100", holds: ({ countryCode, totalSpentMinor }) => countryCode === "PL" && totalSpentMinor > 10_000, createdAt: BEGAN + 30 * DAY },
];

/** The merchant's segments, and the searches for their members that apps began. They live as long as the process. */
export class CustomerSegments {
  /** Tests add, change and take away. */
  readonly all: StoreSegment[] = [...SEEDED];
  /** How often a new search is still under way when it is asked after. */
  pending = 1;
  readonly #searches = new Map<string, MemberSearch>();
  #next = 31_000_001;

  find(id: string): StoreSegment | undefined {
    return this.all.find((segment) => segment.id === id);
  }

  members(segment: StoreSegment, customers: Iterable<Customer>, now: number): Customer[] {
    return [...customers].filter((customer) => segment.holds(customer, now));
  }

  begin(segment: StoreSegment, customers: Iterable<Customer>, now: number): MemberSearch {
    const search = { id: String(this.#next++), members: this.members(segment, customers, now).map(({ id }) => id), pending: this.pending };
    this.#searches.set(search.id, search);
    return search;
  }

  search(id: string): MemberSearch | undefined {
    return this.#searches.get(id);
  }

  /** As Shopify does with those that nobody reads for long. */
  forgetSearches(): void {
    this.#searches.clear();
  }
}
