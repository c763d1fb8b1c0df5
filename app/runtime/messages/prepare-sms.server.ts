import type { OutgoingSms } from "~/adapters/channels/sms-channel";
import { buildMessageData, type MessageSources } from "~/domain/message/build-message-data";
import { UNSUBSCRIBE_LINK } from "~/domain/message/message-link";
import { renderSms } from "~/domain/message/render-sms";
import { shortCode } from "~/domain/message/short-code";
import { smsOptOut } from "~/services/messages/sms-opt-out.server";
import type { SendSmsConfig } from "~/steps/send-sms/definition";
import type { PreparedFor, PreparedPayload, ShortLink } from "./outbound";

/** Renders one text message into what the provider gets: every link short, tracked, of this message alone. Throws as `renderSms`. */
export function prepareSms(config: SendSmsConfig, sources: MessageSources, { appUrl, sign, shop, messageId, to, now }: PreparedFor, from: string): PreparedPayload<OutgoingSms> {
  const used = new Map<number, ShortLink>();
  const short = (link: number): string => {
    const code = shortCode(shop.id, messageId, link, sign);
    used.set(link, { code, link });
    return `${appUrl}/s/${code}`;
  };
  const unsubscribe = short(UNSUBSCRIBE_LINK);
  const setting = { now, timeZone: shop.timeZone, locale: sources.locale, currency: shop.currency };
  const { text, links } = renderSms(config, buildMessageData(sources), setting, smsOptOut(from, unsubscribe), { unsubscribe, link: short });
  return {
    to, subject: excerpt(text), links, shortLinks: [...used.values()].filter(({ code }) => text.includes(code)),
    payload: { from, to, text, callback: `${appUrl}/webhooks/twilio?shop=${shop.id}&message=${messageId}` },
  };
}

const EXCERPT = 80;

/** What the timeline calls it: a text message has no subject. */
function excerpt(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT - 1)}…` : line;
}
