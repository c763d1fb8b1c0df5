import type { RequestListener } from "node:http";
import { createSign } from "~/adapters/crypto/create-sign.server";
import type { WebContext } from "~/context.server";
import { receiveShopifyWebhook } from "~/ingest/shopify-webhook.server";
import { storefrontEvents } from "~/ingest/storefront-events.server";

/** Hot endpoints answered in front of Remix, by exact path. */
export function plainHandlers(context: WebContext): ReadonlyMap<string, RequestListener> {
  return new Map<string, RequestListener>([
    ["/healthz", (_request, response) => void response.writeHead(200, { "content-type": "text/plain" }).end("ok")],
    ["/webhooks/shopify", receiveShopifyWebhook(context, context.verifyWebhook)],
    ["/proxy/events", storefrontEvents(context, { sign: createSign(context.env.SECRET_KEY) }).listener],
  ]);
}
