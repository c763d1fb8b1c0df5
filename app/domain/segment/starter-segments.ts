import type { Condition, Segment } from "./condition";

export const STARTER_KEYS = ["newCustomers", "regulars", "vip", "atRisk", "lost", "neverOrdered", "browsedOnly"] as const;
export type StarterKey = (typeof STARTER_KEYS)[number];

const all = (...conditions: Condition[]): Segment => ({ match: "all", groups: [{ match: "all", conditions }] });
const ordered = (operator: "at-least" | "equals", count: number, days?: number): Condition => ({ fact: "orders", operator, count, period: days === undefined ? { is: "ever" } : { is: "in-last", days } });
const lastOrder = (is: "in-last" | "longer-ago", days: number): Condition => ({ fact: "order-date", which: "last", date: { is, days } });

/** Segments to begin with; what they are called is in the locale file `segments.json`. */
export const starterSegments: Readonly<Record<StarterKey, Segment>> = {
  newCustomers: all({ fact: "order-date", which: "first", date: { is: "in-last", days: 30 } }),
  regulars: all(ordered("at-least", 3), lastOrder("in-last", 180)),
  vip: all({ fact: "orders-count", operator: "at-least", count: 5 }, { fact: "total-spent", operator: "at-least", amountMinor: 50_000 }),
  atRisk: all(ordered("at-least", 2), lastOrder("longer-ago", 90), lastOrder("in-last", 180)),
  lost: all(lastOrder("longer-ago", 180)),
  neverOrdered: all({ fact: "orders-count", operator: "equals", count: 0 }),
  browsedOnly: all({ fact: "event", type: "product_viewed", operator: "at-least", count: 1, period: { is: "in-last", days: 14 }, filters: [] }, ordered("equals", 0, 14)),
};
