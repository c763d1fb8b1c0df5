import type { z } from "zod";
import type { Instant } from "~/domain/instant";
import type { CustomerNeed, Facts } from "~/domain/engine/facts";
import type { ScheduleRule } from "~/domain/schedule/schedule-rule";
import type { CheckPlace, ConfigMigrations, ConfigProblem, ShopChoices } from "./step-type";
import type { CustomEvent } from "~/domain/custom-event/event-definition";

/** A live fact about one person, as entry points and exits see it. Import, reconcile and activation make none. */
export interface Activity {
  /** Unique in the shop; the fact that lets somebody in. */
  key: string;
  /** The customer's id, or the visitor's while unknown. */
  subjectId: string;
  type: "page_viewed" | "product_viewed" | "product_added_to_cart" | "cart_viewed" | "cart_updated" | "checkout_started" | "checkout_updated" | "order_placed" | "tag_added" | "segment_entered" | "segment_left" | "favourite_added" | "favourite_removed" | "consents_granted" | "custom_event";
  at: Instant;
  page?: { path: string; query: string };
  productId?: string;
  /** What the shop knows of the product; loaded where an entry point asks for it. */
  product?: ProductFacts;
  variantId?: string;
  cart?: { token: string; empty: boolean };
  orderId?: string;
  /** Of an order: all that was bought. */
  productIds?: readonly string[];
  /** Of a segment that the customer is in since, or no more. */
  segmentId?: string;
  /** Of consents granted just now and not before: their keys. */
  consents?: readonly string[];
  /** Of a tag that was not there before: how it is written. Tags compare without regard to case. */
  tag?: string;
  /** R13, of a custom event that had all it must have. */
  event?: CustomEvent;
  /** Of a custom event: IANA zone of the shop, by whose clock its days are meant. */
  timeZone?: string;
  /** The scenario that did it: it lets nobody into that one, or it would go round for ever. */
  byScenario?: string;
}

/** By which a product may be chosen, besides its id. */
export interface ProductFacts {
  type: string;
  vendor: string;
  /** Ids of those it is in; none where no entry point asks for them. */
  collections: ReadonlySet<string>;
}

/** An idle clock of one person for one entry point (R14, R15), as the last activity left it. */
export interface IdleClockState {
  stage: string;
  dueAt: Instant;
  /** When the activity happened that pushed it last. */
  at: Instant;
  context: TriggerContext;
}

export type EntryReaction =
  | { do: "nothing" }
  /** Enter now. */
  | { do: "enter"; context: TriggerContext }
  /** Start or push the idle clock. */
  | { do: "push"; stage: string; dueAt: Instant; context: TriggerContext }
  | { do: "cancel" };

/** A variant that costs less than the customer saw (R18). Minor units of `currency`. */
export interface PriceDropped {
  productId: string;
  variantId: string;
  /** Country whose prices were shown; empty where that is not known. */
  market: string;
  currency: string;
  wasMinor: number;
  nowMinor: number;
  /** The shop's own price at the check, in its currency. */
  baseMinor: number;
  /** The lowest of the 30 days before today's price began (EU); null where that is not known. */
  lowestMinor: number | null;
}

/** What the run remembers of its trigger; messages are personalised from it. */
export interface TriggerContext {
  /** When that happened which began it, a cart opened for example; an order or a page from before it ends nothing. */
  at?: Instant;
  /** Of an idle clock: when it was started. */
  began?: Instant;
  cartToken?: string;
  /** Newest last. */
  productIds?: string[];
  orderId?: string;
  stage?: string;
  /** R11, R12: the instant of the schedule that let the customer in. */
  occurrence?: Instant;
  /** R19 */
  tag?: string;
  /** R10, R11, R12, R20 */
  segmentId?: string;
  /** R13: the event that let the customer in; messages name its properties as `event.KEY`. */
  event?: CustomEvent;
  /** R18: what fell in price, the largest fall first. */
  drops?: PriceDropped[];
  /** R5 "move to start": the run that this one replaced. */
  replaces?: string;
}

/** What must be known before `admits` can say whether a fact lets a customer in: loaded for a whole batch, in a fixed number of statements. */
export interface EntryNeeds {
  customer?: readonly CustomerNeed[];
  /** Whether the customer is in these segments, by id. */
  segments?: readonly string[];
  /** The order that the activity is about. */
  order?: true;
}

/** What was asked for by `needs`, of one customer and one activity. */
export interface EntryFacts {
  customer: Facts;
  /** Of the segments asked for those the customer is in; one that was deleted has nobody in it. */
  segments: ReadonlySet<string>;
  order: OrderFacts | null;
}

/** R17: an order and what it makes the customer. Money in minor units of the shop's currency. */
export interface OrderFacts {
  totalMinor: number;
  /** Orders of the customer up to this one, with it, the cancelled ones left out. */
  ordersCount: number;
  /** The same of what they came to. */
  totalSpentMinor: number;
  cancelled: boolean;
  products: readonly (ProductFacts & { id: string })[];
}

/** All an entry point type is, but for its face (`ui.tsx`). `react()` is pure. */
export interface EntryPointType<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  type: Type;
  /** Version of the config's shape; starts at 1. */
  version: number;
  icon: string;
  config: Schema;
  defaults: z.infer<Schema>;
  /** From the shape of version n to that of n + 1, by n. */
  migrations?: ConfigMigrations;
  /**
   * What the activity means for a person whose idle clock stands so. Activities of a batch come in the order they
   * happened; one of an earlier time may still come later, a webhook that was retried for example.
   */
  react(config: z.infer<Schema>, activity: Activity, clock: IdleClockState | null): EntryReaction;
  /** Whether `react` asks for what the shop knows of an activity's product. */
  asksProduct?(config: z.infer<Schema>): boolean;
  /** Whether it asks for the collections that the product is in, too. */
  asksCollections?(config: z.infer<Schema>): boolean;
  /** When customers are let in by the clock of the shop, whoever they are then (`runtime/schedules/audiences`); null where the config says no time yet. */
  schedule?(config: z.infer<Schema>): ScheduleRule | null;
  /** The segment whose comings and goings `react` is told of; null where none is chosen yet. */
  watches?(config: z.infer<Schema>): string | null;
  /** What `admits` has to know. */
  needs?(config: z.infer<Schema>): EntryNeeds;
  /** Why a fact by which `react` would let in a customer at once does not: a key of `customers:timeline.reasons`, or null where it does. Pure. */
  admits?(config: z.infer<Schema>, activity: Activity, facts: EntryFacts, now: Instant): string | null;
  /** Tags that let in when they are added, for the check that scenarios do not tag each other in a circle (R19). */
  enteredByTags?(config: z.infer<Schema>): readonly string[];
  /** Whether one fact may let the same person in by both; without it any two of the type do. */
  overlaps?(one: z.infer<Schema>, other: z.infer<Schema>): boolean;
  check?(config: z.infer<Schema>, place: CheckPlace): ConfigProblem[];
  /** What messages of the scenario may name because of it, in Liquid's words: `event.score`. Nothing where the shop is not known. */
  gives?(config: z.infer<Schema>, shop: ShopChoices | undefined): readonly string[];
  /** One visit to the shop may enter by it again and again, as with carts: then a new instance each time is warned of (R5). */
  comesAgain?: true;
}
