import type { RequestListener } from "node:http";
import { createResendVerifier } from "~/adapters/channels/verify-resend-webhook.server";
import type { WebContext } from "~/app-context";
import { favouritesProxy } from "~/ingest/favourites-proxy.server";
import { messageLinks } from "~/ingest/message-links.server";
import { operatorCounts } from "~/ingest/operator-counts";
import { resendWebhook } from "~/ingest/resend-webhook.server";
import { pushProxy, pushWorker } from "~/ingest/push-proxy.server";
import { receiveShopifyWebhook } from "~/ingest/shopify-webhook.server";
import { shortLinks } from "~/ingest/short-links.server";
import { signUpProxy } from "~/ingest/sign-up-proxy.server";
import { storefrontEvents } from "~/ingest/storefront-events.server";
import { twilioWebhook } from "~/ingest/twilio-webhook.server";

/** Endpoints answered in front of Remix, by exact path, or by its first part where the key ends in a slash. */
export function plainHandlers(context: WebContext): ReadonlyMap<string, RequestListener> {
  const links = messageLinks(context);
  const storefront = storefrontEvents(context);
  return new Map<string, RequestListener>([
    ["/webhooks/shopify", receiveShopifyWebhook(context, context.verifyWebhook)],
    ["/webhooks/resend", resendWebhook(context, createResendVerifier(context.env.RESEND_WEBHOOK_SECRET))],
    ["/webhooks/twilio", twilioWebhook(context, context.verifyTwilio)],
    ["/m/", links],
    ["/s/", shortLinks(context, links)],
    ["/proxy/events", storefront.listener],
    ["/proxy/sign-up", signUpProxy(context)],
    ["/proxy/favourites", favouritesProxy(context)],
    ["/proxy/push", pushProxy(context)],
    ["/proxy/push-worker.js", pushWorker()],
    ["/operator/ingest", operatorCounts(storefront.counts)],
  ]);
}
