import type { OutgoingEmail } from "~/adapters/channels/email-channel";
import { buildMessageData, type MessageSources } from "~/domain/message/build-message-data";
import { formatSender } from "~/domain/message/format-sender";
import { signToken, type TokenKind } from "~/domain/message/link-token";
import { TRAP_LINK, UNSUBSCRIBE_LINK } from "~/domain/message/message-link";
import { renderEmail } from "~/domain/message/render-email";
import { frameTexts } from "~/services/messages/frame-texts.server";
import type { SendEmailConfig } from "~/steps/send-email/definition";
import type { PreparedFor, PreparedPayload } from "./outbound";

/** Renders one message into what the provider gets: every link tracked, signed for this message alone. Throws as `renderEmail`. */
export function prepareEmail(config: SendEmailConfig, sources: MessageSources, { appUrl, sign, shop, messageId, to, now }: PreparedFor): PreparedPayload<OutgoingEmail> {
  const address = (path: string, kind: TokenKind, link: number) => `${appUrl}/m/${path}/${signToken({ kind, shopId: shop.id, messageId, link }, sign)}`;
  const setting = { now, timeZone: shop.timeZone, locale: sources.locale, currency: shop.currency };
  const { subject, html, text, links, headers } = renderEmail(config, buildMessageData(sources), setting, frameTexts(shop.name, config.transactional), {
    unsubscribe: address("u", "unsubscribe", UNSUBSCRIBE_LINK),
    open: address("o", "open", 0),
    link: (index) => (index === TRAP_LINK ? address("h", "trap", index) : address("c", "click", index)),
  });
  return {
    to, subject, links,
    payload: { from: formatSender(shop), to, subject, html, text, headers, tags: [{ name: "shop", value: String(shop.id) }, { name: "message", value: messageId }] },
  };
}
