import { compile } from "html-to-text";
import type { EmailTemplate } from "./check-email-template";
import { frameEmail, type FrameTexts } from "./email-frame";
import { renderLiquid, type Writing } from "./liquid-engine";
import { EmptyMessage } from "./empty-message";
import { finishBody } from "./finish-body";
import type { MessageData, MessageSetting } from "./message-data";
import { TRAP_LINK, type MessageLink } from "./message-link";
import { parsedLiquid } from "./parsed-liquid";
import { markLinks } from "./written-links";

/** Our own addresses for a message, absolute. */
export interface MessageAddresses {
  unsubscribe: string;
  /** Where link n of the message leads first; null leaves links as they are (preview, test). */
  link: ((index: number) => string) | null;
  /** The pixel; null for none. */
  open: string | null;
}

export interface RenderedEmail {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  links: MessageLink[];
  headers: Record<string, string>;
}

/**
 * Renders one e-mail. Pure. Throws TemplateFault where the data break the template and EmptyMessage where they leave
 * nothing to send.
 */
export function renderEmail(template: EmailTemplate, data: MessageData, setting: MessageSetting, texts: FrameTexts, addresses: MessageAddresses): RenderedEmail {
  const scope = { ...data, unsubscribe_url: addresses.unsubscribe, preferences_url: addresses.unsubscribe };
  const render = (source: string, writing: Writing, mark = false) => renderLiquid(parsedLiquid(mark ? markLinks(source) : source, writing), writing, scope, setting);

  const subject = oneLine(render(template.subject, "text"));
  if (subject === "") throw new EmptyMessage("subject");
  const preheader = oneLine(render(template.preheader, "text"));

  const links: MessageLink[] = [{ url: addresses.unsubscribe, role: "unsubscribe" }, { url: data.shop.url, role: "trap" }];
  const { link } = addresses;
  const place = (url: string, written: string | null = null): string => {
    if (url === addresses.unsubscribe || !/^https?:\/\//i.test(url)) return url;
    let index = links.findIndex((known) => known.role === "content" && known.url === url && (known.written ?? null) === written);
    if (index < 0) index = links.push({ url, role: "content", ...(written === null ? {} : { written }) }) - 1;
    return link ? link(index) : url;
  };
  const content = finishBody(render(template.body, "html", link !== null), place);
  if (content.empty) throw new EmptyMessage("body");

  const html = frameEmail({
    locale: setting.locale, subject, preheader, content: content.html, texts,
    shop: { name: data.shop.name, url: place(data.shop.url) },
    unsubscribe: addresses.unsubscribe, open: addresses.open, trap: link ? link(TRAP_LINK) : null,
  });
  const text = `${asText(content.html)}\n\n--\n${data.shop.name}\n${texts.unsubscribe}: ${addresses.unsubscribe}\n`;
  return {
    subject, preheader, html, text, links,
    // RFC 8058: one POST to this address, without cookies or a redirect, unsubscribes.
    headers: { "List-Unsubscribe": `<${addresses.unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  };
}

/** Made once: making it costs more than using it. */
const toText = compile({
  wordwrap: 78,
  selectors: [
    { selector: "a", options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: "img", format: "skip" },
    { selector: "h1", options: { uppercase: false } },
    { selector: "h2", options: { uppercase: false } },
    { selector: "h3", options: { uppercase: false } },
    { selector: "td", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
});

function asText(html: string): string {
  // A picture that is a link stands beside a link in words.
  return toText(html.replace(/<a\b[^>]*>\s*<img\b[^>]*>\s*<\/a>/g, "")).trim();
}

/** A line break in a subject would begin a header of somebody's own choice. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
