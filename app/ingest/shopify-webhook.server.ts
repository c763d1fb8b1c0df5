import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { z } from "zod";
import type { ServiceContext } from "~/app-context";
import { webhookHandlers } from "~/services/shopify/apply-webhook.server";
import { storeWebhook } from "~/services/shopify/store-webhook.server";

/** Whether Shopify signed these raw bytes. */
type VerifyWebhook = (body: Buffer, signature: string | undefined) => boolean;

/** Shopify's largest payloads are orders with hundreds of lines, well below. */
const MAX_BYTES = 8 * 1024 * 1024;

const headers = z.object({
  "x-shopify-topic": z.string().min(1).max(255),
  "x-shopify-shop-domain": z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
  "x-shopify-webhook-id": z.string().min(1).max(255),
  "x-shopify-event-id": z.string().max(255).optional(),
  "x-shopify-triggered-at": z.string().optional(),
});

/** POST /webhooks/shopify: checks the signature, stores, answers 200. What it says is applied afterwards. */
export function receiveShopifyWebhook(context: ServiceContext, verify: VerifyWebhook): RequestListener {
  return (request, response) => {
    receive(context, verify, request, response).catch((error: unknown) => {
      context.log.error({ err: error, topic: request.headers["x-shopify-topic"] }, "a webhook could not be stored; Shopify delivers it again");
      if (!response.headersSent) answer(response, 500);
    });
  };
}

async function receive(context: ServiceContext, verify: VerifyWebhook, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") return answer(response, 405, { allow: "POST" });
  const body = await readRaw(request);
  if (body === null) return answer(response, 413, { connection: "close" });
  const signature = request.headers["x-shopify-hmac-sha256"];
  if (!verify(body, typeof signature === "string" ? signature : undefined)) {
    context.log.warn({ topic: request.headers["x-shopify-topic"], shop: request.headers["x-shopify-shop-domain"] }, "a webhook without Shopify's signature was refused");
    return answer(response, 401);
  }
  const told = headers.safeParse(request.headers);
  if (!told.success) return answer(response, 400);
  const topic = told.data["x-shopify-topic"];
  if (!Object.hasOwn(webhookHandlers, topic)) {
    context.log.warn({ topic }, "a webhook of a topic that is not subscribed was passed over");
    return answer(response, 200);
  }
  const triggered = Date.parse(told.data["x-shopify-triggered-at"] ?? "");
  await storeWebhook(context, {
    shopDomain: told.data["x-shopify-shop-domain"], topic, webhookId: told.data["x-shopify-webhook-id"], eventId: told.data["x-shopify-event-id"] ?? null,
    triggeredAt: Number.isNaN(triggered) ? context.clock.now() : triggered, payload: body.toString("utf8"),
  });
  answer(response, 200);
}

function answer(response: ServerResponse, status: number, more: Record<string, string> = {}): void {
  response.writeHead(status, { "content-length": "0", ...more }).end();
}

/** The raw bytes, which the signature covers; null where they are too many. The rest of such a body is read and thrown away. */
function readRaw(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BYTES) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(null);
        if (size > 4 * MAX_BYTES) request.destroy();
      }
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(new Error("the sender went away"));
    });
  });
}
