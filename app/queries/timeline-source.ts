import type { Instant } from "~/domain/instant";
import type { DropLine } from "./customer-timeline-drops.server";
import type { TraitChangeLine } from "./customer-traits.server";

export const ROWS_A_KIND = 100;

/** One line of a customer's timeline. Names of kinds are keys of the locale file `customers.json`. */
export interface TimelineItem {
  id: string;
  at: Instant;
  kind:
    | "entered" | "restarted" | "refreshed" | "not-entered"
    | "step-left" | "step-moved" | "step-passed-over" | "run-completed" | "run-removed"
    | "message-sent" | "message-suppressed" | "message-failed" | "message-unknown" | "message-cancelled" | "message-delivered" | "message-displayed" | "message-bounced" | "message-complained" | "message-unsubscribed"
    | "errand-done" | "errand-failed" | "errand-unknown" | "errand-cancelled" | "errand-trying"
    | "opened" | "clicked" | "machine-opened" | "machine-clicked" | "pending-opened" | "pending-clicked"
    | "trait-set" | "trait-cleared" | "trait-added" | "trait-taken" | "data-skipped"
    | "code-issued" | "code-used"
    | "order-placed" | "order-cancelled" | "order-credited"
    | "page_viewed" | "product_viewed" | "product_added_to_cart" | "cart_viewed" | "cart_updated" | "message_link_followed" | "checkout_started" | "favourite_added" | "favourite_removed" | "custom_event";
  scenario?: { id: string; name: string };
  stepType?: string;
  /** By which the customer entered or would have. */
  entryPointType?: string;
  /** R18: what dropped in price and let the customer in. */
  drops?: DropLine[];
  /** Of a message. */
  channel?: string;
  /** The way by which a step with several was left; the config, of the version in which that was, says its name and what was asked. `message` is what a message is called that it asks about. */
  way?: { branch: string; config: unknown; message: string | null };
  reason?: string | null;
  /** What the reason or the event says in particular: an error, a product's title, a page's path, a link. */
  detail?: string | null;
  subject?: string | null;
  money?: { minor: number; currency: string };
  /** Shopify's id of who did it by hand. */
  staff?: string | null;
  trait?: Pick<TraitChangeLine, "type" | "value" | "amount">;
}

/** A row of the database with the lines it makes. Pages are cut by `anchor`, so that a late milestone stays with its message. */
export interface Source {
  anchor: Instant;
  items: TimelineItem[];
}
