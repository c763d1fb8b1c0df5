import type { z } from "zod";
import type { Instant } from "~/domain/instant";
import type { ConfigMigrations, ConfigProblem } from "./step-type";

/** A live fact about one person, as entry points and exits see it. Import, reconcile and activation make none. */
export interface Activity {
  /** Unique in the shop; the fact that lets somebody in. */
  key: string;
  /** The customer's id, or the visitor's while unknown. */
  subjectId: string;
  type: "page_viewed" | "product_viewed" | "product_added_to_cart" | "cart_viewed" | "cart_updated" | "checkout_started" | "order_placed" | "favourite_added" | "favourite_removed";
  at: Instant;
  page?: { path: string; query: string };
  productId?: string;
  variantId?: string;
  cart?: { token: string; empty: boolean };
  orderId?: string;
  /** Of an order: all that was bought. */
  productIds?: readonly string[];
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

/** What the run remembers of its trigger; messages are personalised from it. */
export interface TriggerContext {
  /** When that happened which began it, a cart opened for example; an order or a page from before it ends nothing. */
  at?: Instant;
  cartToken?: string;
  /** Newest last. */
  productIds?: string[];
  orderId?: string;
  stage?: string;
  /** R5 "move to start": the run that this one replaced. */
  replaces?: string;
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
  /** Whether one fact may let the same person in by both; without it any two of the type do. */
  overlaps?(one: z.infer<Schema>, other: z.infer<Schema>): boolean;
  check?(config: z.infer<Schema>): ConfigProblem[];
  /** One visit to the shop may enter by it again and again, as with carts: then a new instance each time is warned of (R5). */
  comesAgain?: true;
}
