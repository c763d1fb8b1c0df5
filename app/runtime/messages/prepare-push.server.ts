import { buildMessageData, type MessageSources } from "~/domain/message/build-message-data";
import { signToken, type TokenKind } from "~/domain/message/link-token";
import { UNSUBSCRIBE_LINK } from "~/domain/message/message-link";
import { PUSH_LINK, renderPush } from "~/domain/message/render-push";
import { messageText } from "~/services/messages/message-text.server";
import type { SendPushConfig } from "~/steps/send-push/definition";
import type { PreparedFor, PreparedPayload } from "./outbound";
import type { StoredPush } from "./resolve-browsers.server";

const SECONDS = 3_600;

/** Renders one web push into what the service worker gets (app/ingest/push-worker.ts). Throws as `renderPush`. */
export function preparePush(config: SendPushConfig, sources: MessageSources, { appUrl, sign, shop, messageId, to, now }: PreparedFor): PreparedPayload<StoredPush> {
  const address = (path: string, kind: TokenKind, link: number) => `${appUrl}/m/${path}/${signToken({ kind, shopId: shop.id, messageId, link }, sign)}`;
  const setting = { now, timeZone: shop.timeZone, locale: sources.locale, currency: shop.currency };
  const off = address("u", "unsubscribe", UNSUBSCRIBE_LINK);
  const { title, body, icon, image, links } = renderPush(config, buildMessageData(sources), setting, off);
  // A message is asked for by one effect, so that its id stands for the effect's: again, it takes its own place.
  const topic = messageId.replaceAll("-", "");
  const notification = JSON.stringify({
    title, body, ...(icon === null ? {} : { icon }), ...(image === null ? {} : { image }), tag: topic,
    url: address("c", "click", PUSH_LINK), displayed: address("d", "displayed", 0), off, offText: messageText("push.off"),
  });
  return { to, subject: title, links, payload: { shopId: shop.id, browsers: to.split(" "), notification, topic, ttl: config.lifetimeHours * SECONDS } };
}
