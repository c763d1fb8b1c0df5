import type { ErrandFact } from "~/domain/errand/errand";
import type { Instant } from "~/domain/instant";
import type { TraitFacts } from "~/domain/trait/trait";
import type { Segment } from "~/domain/segment/condition";
import type { WaitFact } from "./awaited";

/** What a step says it needs to know of the customer before it can decide. The runtime loads it for a whole batch. */
export type Need = "tags" | "totals" | "consents" | "traits" | "messages-of-run" | "errands-of-run" | "clicks-of-run" | "messages-ever" | "orders-of-run" | "wait"
  /** The shop's segments. */
  | "segments"
  /** All that the segment of this id asks about. */
  | `in:${string}`
  /** The answer to this condition (`askKey`), asked of the database. */
  | `asks:${string}`;

/** Those that say what a customer is, whatever run is asked about. */
export type CustomerNeed = Extract<Need, "tags" | "totals" | "consents" | "traits">;

export interface CustomerTotals {
  ordersCount: number;
  /** Shop currency, minor units. */
  totalSpentMinor: number;
}

export type ConsentState = "never-asked" | "pending" | "granted" | "withdrawn";

export interface ConsentFact {
  state: ConsentState;
  /** What the consent permits: email, sms, push. */
  channels: readonly string[];
}

export interface MessageFact {
  effectId: string;
  stepId: string;
  status: "queued" | "handing-over" | "handed-over" | "suppressed" | "failed" | "unknown" | "cancelled";
  reason: string | null;
  openedAt: Instant | null;
  clickedAt: Instant | null;
}

/** A link of a message of this run that a person followed (R32). */
export interface ClickFact {
  stepId: string;
  /** Where it led. */
  url: string;
  /** As it is written in the text, where that is not the address itself. */
  written: string | null;
}

/** The last time, in any scenario, by channel; null where never. Opens and clicks are those of people (R32). */
export interface LastMessages {
  sentAt: Instant | null;
  openedAt: Instant | null;
  clickedAt: Instant | null;
}

/** Facts of one customer and one run, as loaded. A field is present when a step of the batch named it in its needs. */
export interface Facts {
  /** IANA zone of the shop. */
  timeZone: string;
  tags?: ReadonlySet<string>;
  totals?: CustomerTotals;
  /** By the key of the consent's definition; every consent that the shop has. */
  consents?: ReadonlyMap<string, ConsentFact>;
  traits?: TraitFacts;
  /** By id. */
  segments?: ReadonlyMap<string, Segment>;
  /** Which of the conditions that were asked of the database hold, by `askKey`. */
  answers?: ReadonlyMap<string, boolean>;
  messages?: readonly MessageFact[];
  errands?: readonly ErrandFact[];
  clicks?: readonly ClickFact[];
  /** By channel; no entry means never. */
  lastMessages?: ReadonlyMap<string, LastMessages>;
  /** When the customer placed orders since the run began, but for those that were cancelled. */
  ordersOfRun?: readonly Instant[];
  /** What the run is known to wait for in the step it stands in; null on arrival. */
  wait?: WaitFact | null;
}
