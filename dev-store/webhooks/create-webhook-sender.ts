import { createHmac, randomUUID } from "node:crypto";
import { webhookPayload } from "./webhook-payload.ts";
import type { DevClock, StoreChange, StoreState } from "../state/types.ts";

export interface WebhookSenderOptions {
  /** Read at the moment of the change, for what a change refers to. */
  store: { readonly state: StoreState };
  clock: DevClock;
  /** The app's client secret: signs the bodies. */
  secret: string;
  /** Full URL, for example `http://localhost:4401/webhooks/shopify`. */
  endpoint: string;
  /** Topics subscribed in `shopify.app.toml`; others are not sent. Read anew at each change. */
  topics: () => readonly string[];
  apiVersion: string;
  /** Origin of the storefront, for pictures and recovery links. */
  storeOrigin: string;
}

export interface Attempt {
  /** Epoch ms UTC of the store's clock. */
  at: number;
  /** HTTP status, or null when the app did not answer in 5 s or refused the connection. */
  status: number | null;
  error: string | null;
}

export interface Delivery {
  webhookId: string;
  eventId: string;
  topic: string;
  body: string;
  triggeredAt: number;
  state: "pending" | "delivered" | "failed";
  attempts: Attempt[];
  /** When the next retry is due on the store's clock; null while it is under way or over. */
  nextAttemptAt: number | null;
}

export interface WebhookSender {
  /** Give this to `new Store(state, clock, sender.send)`. Sends at once, without waiting for the answer. */
  send(change: StoreChange): void;
  /** One signed delivery without retries, for `POST /_dev/webhooks`; topics need not be subscribed. The given ids are used as they are. */
  deliver(webhook: { topic: string; payload: unknown; id?: string; eventId?: string }): Promise<Delivery>;
  /** When the earliest retry is due, epoch ms UTC on the store's clock, or null. */
  nextDueAt(): number | null;
  /** Sends the retries due at `now` and resolves when they are answered. Call it as the clock passes `nextDueAt()`. */
  runDue(now: number): Promise<void>;
  /** Resolves once nothing is under way (retries that wait do not count). */
  idle(): Promise<void>;
  /** Newest last; at most the last 1,000. */
  log(): readonly Delivery[];
  /** Forgets the log and all retries. */
  clear(): void;
}

/** Shopify allows five seconds for the whole exchange; real time. */
const TIMEOUT_MS = 5_000;
/** Eight retries within four hours of the event. */
const RETRY_AFTER_MS = [1, 3, 8, 20, 45, 90, 150, 240].map((minutes) => minutes * 60_000);
const LOG_LENGTH = 1_000;
const AT_ONCE = 8;

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  let deliveries: Delivery[] = [];
  const queue: (() => Promise<void>)[] = [];
  let underWay = 0;
  let waiting: (() => void)[] = [];

  const pump = () => {
    while (underWay < AT_ONCE) {
      const job = queue.shift();
      if (!job) break;
      underWay++;
      void job().finally(() => {
        underWay--;
        pump();
      });
    }
    if (underWay > 0) return;
    const settled = waiting;
    waiting = [];
    for (const resolve of settled) resolve();
  };

  const record = (topic: string, body: string, webhookId: string, eventId: string): Delivery => {
    const delivery: Delivery = { webhookId, eventId, topic, body, triggeredAt: options.clock.now(), state: "pending", attempts: [], nextAttemptAt: null };
    deliveries.push(delivery);
    if (deliveries.length > LOG_LENGTH) deliveries = deliveries.slice(-LOG_LENGTH);
    return delivery;
  };

  const attempt = (delivery: Delivery, retries: boolean): Promise<void> => {
    delivery.nextAttemptAt = null;
    return new Promise((resolve) => {
      queue.push(async () => {
        const result = await post(delivery, options);
        delivery.attempts.push({ at: options.clock.now(), ...result });
        settle(delivery, retries);
        resolve();
      });
      pump();
    });
  };

  return {
    send: (change) => {
      if (!options.topics().includes(change.topic)) return;
      const payload = webhookPayload(change, options.store.state, options.storeOrigin, options.clock.now());
      void attempt(record(change.topic, JSON.stringify(payload), randomUUID(), randomUUID()), true);
    },
    deliver: async ({ topic, payload, id, eventId }) => {
      const delivery = record(topic, JSON.stringify(payload), id ?? randomUUID(), eventId ?? randomUUID());
      await attempt(delivery, false);
      return delivery;
    },
    nextDueAt: () => {
      const due = deliveries.flatMap((one) => (one.nextAttemptAt === null ? [] : [one.nextAttemptAt]));
      return due.length === 0 ? null : Math.min(...due);
    },
    runDue: async (now) => {
      const due = deliveries.filter((one) => one.nextAttemptAt !== null && one.nextAttemptAt <= now);
      await Promise.all(due.map((one) => attempt(one, true)));
    },
    idle: () => (underWay === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    log: () => deliveries,
    clear: () => {
      deliveries = [];
    },
  };
}

function settle(delivery: Delivery, retries: boolean): void {
  const status = delivery.attempts.at(-1)?.status ?? null;
  if (status !== null && status >= 200 && status < 300) {
    delivery.state = "delivered";
    return;
  }
  const wait = retries ? RETRY_AFTER_MS[delivery.attempts.length - 1] : undefined;
  if (wait === undefined) delivery.state = "failed";
  else delivery.nextAttemptAt = delivery.triggeredAt + wait;
}

async function post(delivery: Delivery, options: WebhookSenderOptions): Promise<Pick<Attempt, "status" | "error">> {
  const headers = {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": delivery.topic,
    "x-shopify-hmac-sha256": createHmac("sha256", options.secret).update(delivery.body).digest("base64"),
    "x-shopify-shop-domain": options.store.state.shop.domain,
    "x-shopify-api-version": options.apiVersion,
    "x-shopify-webhook-id": delivery.webhookId,
    "x-shopify-event-id": delivery.eventId,
    "x-shopify-triggered-at": new Date(delivery.triggeredAt).toISOString(),
  };
  try {
    const answer = await fetch(options.endpoint, { method: "POST", headers, body: delivery.body, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    await answer.arrayBuffer();
    return { status: answer.status, error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) };
  }
}
