import type { ConfigProblem } from "~/domain/scenario/step-type";
import { checkDiscountsNamed, checkEventNamed, checkLiquidText, checkTraitsNamed } from "./check-liquid-text";
import { EmptyMessage } from "./empty-message";
import { renderLiquid, TemplateFault } from "./liquid-engine";
import type { MessageData, MessageSetting } from "./message-data";
import type { MessageLink } from "./message-link";
import { parsedLiquid } from "./parsed-liquid";
import type { WrittenText } from "./written-text";

/** Twilio refuses longer ones. */
export const LONGEST_SMS = 1_600;

export interface SmsAddresses {
  /** Where the way out leads: shown where a sender cannot be answered, or the merchant names it. */
  unsubscribe: string;
  /** Where link n leads first; null leaves links as they are (test). */
  link: ((index: number) => string) | null;
}

export interface RenderedSms {
  text: string;
  links: MessageLink[];
}

/**
 * Renders one text message with its way out below (R42). `optOut` is that line; it is left out where the merchant's own
 * text has the word STOP or the address in it already. Pure. Throws TemplateFault where the data break the template or
 * make it too long, and EmptyMessage where they leave nothing to send.
 */
export function renderSms(template: { text: string }, data: MessageData, setting: MessageSetting, optOut: { line: string; word: string | null }, addresses: SmsAddresses): RenderedSms {
  const scope = { ...data, unsubscribe_url: addresses.unsubscribe, preferences_url: addresses.unsubscribe };
  const written = renderLiquid(parsedLiquid(template.text, "text"), "text", scope, setting).replace(/\r\n?/g, "\n").replace(/[ \t]+\n/g, "\n").trim();
  if (written === "") throw new EmptyMessage("body");
  const links: MessageLink[] = [{ url: addresses.unsubscribe, role: "unsubscribe" }, { url: data.shop.url, role: "trap" }];
  const place = (url: string): string => {
    if (url === addresses.unsubscribe) return url;
    let index = links.findIndex((known) => known.role === "content" && known.url === url);
    if (index < 0) index = links.push({ url, role: "content" }) - 1;
    return addresses.link ? addresses.link(index) : url;
  };
  const linked = written.replace(LINK, (url) => {
    const end = /[.,;:!?)\]]+$/.exec(url)?.[0] ?? "";
    return place(url.slice(0, url.length - end.length)) + end;
  });
  const hasWayOut = written.includes(addresses.unsubscribe) || (optOut.word !== null && new RegExp(`\\b${optOut.word}\\b`).test(written));
  const text = hasWayOut ? linked : `${linked}\n${optOut.line}`;
  if (text.length > LONGEST_SMS) throw new TemplateFault(`the text has ${text.length} characters, ${LONGEST_SMS} at most can be sent`, 1, 1);
  return { text, links };
}

const LINK = /https?:\/\/[^\s<>"']+/gi;

/** Reads the text of a text message; `given` are the discount codes of steps before it, `traits` those of the shop, where they are known. */
export function checkSmsTemplate({ text }: { text: string }, given: readonly string[], traits?: readonly { key: string }[]): ConfigProblem[] {
  const empty: ConfigProblem[] = text.trim() === "" ? [{ severity: "error", path: "text", key: "messages:problem.emptySms" }] : [];
  return [...empty, ...checkLiquidText(text, "text", "text"), ...checkDiscountsNamed(text, "text", "text", given), ...(traits ? [...checkTraitsNamed(text, "text", "text", traits), ...checkEventNamed(text, "text", "text", given)] : [])];
}

export const textsOfSms = ({ text }: { text: string }): WrittenText[] => [{ source: text, writing: "text" }];
