import type { Instant, Milliseconds } from "~/domain/instant";
import type { Channel } from "~/domain/message/channel";

/**
 * A kind of work that the database holds: due runs, idle clocks, queued messages, webhooks received. Queues and timers
 * only wake it; whatever wakes it, it finds for itself what is due, so a wake-up that is lost, late or doubled is harmless.
 */
export interface Work {
  name: WorkName;
  /** Does one batch of what is due now; answers how many pieces were done, 0 when nothing is due. */
  runDue(): Promise<number>;
  /** When the next piece falls due, or null. May lie in the past while work is waiting. */
  nextDueAt(): Promise<Instant | null>;
  /** Real time to wait after a wake-up, so that what falls due one by one is done together: a commit costs the same for many. */
  gatherMs?: Milliseconds;
  /** Where an outside provider limits the calls of the whole installation. */
  paced?: PacedWork;
  /** Lets what goes on between batches end, such as calls to a provider. Called once, when no batch will follow. */
  finish?(): Promise<void>;
}

export interface PacedWork {
  /** How often a second something may be begun, by all processes together, in real time. */
  callsPerSecond: number;
  /** Begins what one turn takes, one call or a few that the rate allows for, and does not wait for their end, which wakes this work again; answers how many pieces it took. */
  begin(): Promise<number>;
}

export const WORK_NAMES = ["webhooks", "import", "trait-imports", "reconciles", "shopify-writes", "sign-ups", "themes", "market-prices", "shopify-segments", "collections", "scenarios", "schedules", "segment-watches", "idle-clocks", "runs", "messages", "messages-sms", "messages-push", "errands", "interactions", "counters", "upkeep"] as const;
export type WorkName = (typeof WORK_NAMES)[number];

/** Each channel sends in a work of its own, so that a slow provider holds up no other. */
export const SENDING_WORK = { email: "messages", sms: "messages-sms", push: "messages-push" } as const satisfies Record<Channel, WorkName>;

/** Wakes every sender: messages were queued, or may go on. */
export function wakeSenders(wake: Wake): void {
  for (const name of Object.values(SENDING_WORK)) wake.wake(name);
}

/**
 * Wakes a kind of work. Never the only thing that does: a sweep finds what a lost wake-up left behind. Returns at once and
 * never throws. To be called after the commit of what it is about: whoever is woken must find it.
 */
export interface Wake {
  wake(name: WorkName): void;
}
