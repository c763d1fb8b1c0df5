import type { OutgoingEmail } from "~/adapters/channels/email-channel";
import { buildMessageData, type MessageSources } from "~/domain/message/build-message-data";
import { formatSender } from "~/domain/message/format-sender";
import { TemplateFault } from "~/domain/message/liquid-engine";
import { signToken, type Sign, type TokenKind } from "~/domain/message/link-token";
import { EmptyMessage, renderEmail, TRAP_LINK, UNSUBSCRIBE_LINK, type MessageLink } from "~/domain/message/render-email";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { frameTexts } from "~/services/messages/frame-texts.server";
import type { SendEmailConfig } from "~/steps/send-email/definition";

export type PreparedEmail =
  | { ok: true; email: OutgoingEmail; links: MessageLink[] }
  | { ok: false; reason: "template" | "empty-subject" | "empty-body"; detail: string | null };

export interface PreparedFor {
  appUrl: string;
  sign: Sign;
  shop: ShopRow;
  messageId: string;
  to: string;
  now: Instant;
}

/** Renders one message into what the provider gets: every link tracked, signed for this message alone. */
export function prepareEmail(config: SendEmailConfig, sources: MessageSources, { appUrl, sign, shop, messageId, to, now }: PreparedFor): PreparedEmail {
  const address = (path: string, kind: TokenKind, link: number) => `${appUrl}/m/${path}/${signToken({ kind, shopId: shop.id, messageId, link }, sign)}`;
  try {
    const setting = { now, timeZone: shop.timeZone, locale: sources.locale, currency: shop.currency };
    const { subject, html, text, links, headers } = renderEmail(config, buildMessageData(sources), setting, frameTexts(shop.name, config.transactional), {
      unsubscribe: address("u", "unsubscribe", UNSUBSCRIBE_LINK),
      open: address("o", "open", 0),
      link: (index) => (index === TRAP_LINK ? address("h", "trap", index) : address("c", "click", index)),
    });
    return {
      ok: true, links,
      email: {
        from: formatSender(shop), to, subject, html, text, headers,
        tags: [{ name: "shop", value: String(shop.id) }, { name: "message", value: messageId }],
      },
    };
  } catch (error) {
    if (error instanceof TemplateFault) return { ok: false, reason: "template", detail: `${error.line}:${error.column} ${error.message}` };
    if (error instanceof EmptyMessage) return { ok: false, reason: `empty-${error.part}`, detail: null };
    // Whatever else one person's data break must not hold up everybody behind her.
    return { ok: false, reason: "template", detail: error instanceof Error ? error.message : null };
  }
}
