import { createSecretKey } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AppContext } from "~/app-context";
import { MINUTE, type Instant } from "~/domain/instant";
import { forgetOldClaims } from "./claim-events.server";
import { eventInstants } from "./event-instants";
import { GroupCommit } from "./group-commit";
import { IngestCounts } from "./ingest-counts";
import { KnownDefinitions } from "./known-definitions.server";
import { proxyCallerReader } from "./proxy-signature";
import { RateLimiter, STOREFRONT_LIMITS, type RateLimits } from "./rate-limits";
import { readBatch } from "./read-batch";
import { isRefusal, type Refusal } from "./refusal";
import { readBody } from "./request-body";
import { storeBatches, type Delivery, type Taken } from "./store-batches.server";

const LARGEST_BODY = 64 * 1024;
/** Events in one transaction: some 20 ms. */
const LARGEST_GROUP = 400;

/** What ingestion uses of the composition root. */
export interface IngestContext extends Pick<AppContext, "clock" | "db" | "newId" | "log" | "wake" | "sign"> {
  env: Pick<AppContext["env"], "SHOPIFY_API_SECRET">;
}

export interface StorefrontEvents {
  listener: RequestListener;
  counts: IngestCounts;
}

/**
 * `POST /proxy/events`: takes the tracker's batches as Shopify's app proxy hands them on (R43). Answered with 202 only
 * once the events are on disk; a refusal says why and stores nothing; a replay is answered like the first time and
 * counted once.
 */
export function storefrontEvents(context: IngestContext, limits: RateLimits = STOREFRONT_LIMITS): StorefrontEvents {
  const { clock, db, newId, log, wake, sign } = context;
  const readCaller = proxyCallerReader(createSecretKey(Buffer.from(context.env.SHOPIFY_API_SECRET)));
  const counts = new IngestCounts();
  const definitions = new KnownDefinitions();
  const perShop = new RateLimiter(limits.shop);
  const perVisitor = new RateLimiter(limits.visitor);
  /** Real time. A piece is larger than a group, so while old ids are left each write takes away more than it adds. */
  let forgetAgainAt: Instant = 0;

  const commits = new GroupCommit<Delivery, Taken | Refusal>({
    weigh: (delivery) => delivery.batch.events.length,
    heaviest: LARGEST_GROUP,
    async write(deliveries) {
      const outcomes = await db.write(async (tx) => {
        const now = clock.now();
        if (clock.real() >= forgetAgainAt) {
          const more = await forgetOldClaims(tx, now);
          forgetAgainAt = more ? 0 : clock.real() + MINUTE;
        }
        return storeBatches(tx, { now, newId, log, sign, definitions }, deliveries);
      });
      wake.wake("runs");
      if (deliveries.some(({ batch }) => batch.events.some(({ type }) => type === "message_link_followed"))) wake.wake("interactions");
      return outcomes;
    },
  });

  async function take(request: IncomingMessage): Promise<Taken | Refusal> {
    if (request.method !== "POST") return { status: 405, code: "method", message: "Events are posted." };
    const [, query = ""] = (request.url ?? "").split("?", 2);
    const caller = readCaller(query, clock.real());
    if (isRefusal(caller)) return caller;
    const shopBusy = await perShop.take(caller.shopDomain);
    if (shopBusy) return shopBusy;
    const body = await readBody(request, LARGEST_BODY);
    if (typeof body !== "string") return body;
    const batch = readBatch(body);
    if (isRefusal(batch)) return batch;
    const visitorBusy = await perVisitor.take(`${caller.shopDomain} ${batch.visitorId}`);
    if (visitorBusy) return visitorBusy;
    const receivedAt = clock.now();
    const instants = eventInstants(batch, receivedAt);
    if (isRefusal(instants)) return instants;
    return commits.submit({ ...caller, receivedAt, batch, instants });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let outcome: Taken | Refusal;
    try {
      outcome = await take(request);
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      log.error({ err: error }, "storefront events could not be stored");
      outcome = { status: 503, code: "not-stored", message: "The events could not be stored. Send them again.", retryAfter: 5 };
    }
    if (isRefusal(outcome)) {
      counts.refuse(outcome.code);
      refuse(response, outcome, request.complete);
    } else {
      counts.take(outcome.accepted, outcome.duplicates);
      answer(response, 202, JSON.stringify(outcome));
    }
  }

  return { listener: (request, response) => void handle(request, response), counts };
}

function refuse(response: ServerResponse, { status, code, message, path, retryAfter }: Refusal, bodyWasRead: boolean): void {
  if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
  if (status === 405) response.setHeader("allow", "POST");
  if (!bodyWasRead) response.setHeader("connection", "close");
  answer(response, status, JSON.stringify({ error: { code, message, ...(path !== undefined && { path }) } }));
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
}
