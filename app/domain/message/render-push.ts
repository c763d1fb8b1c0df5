import type { ConfigProblem } from "~/domain/scenario/step-type";
import { checkDiscountsNamed, checkEventNamed, checkLiquidText, checkTraitsNamed } from "./check-liquid-text";
import { EmptyMessage } from "./empty-message";
import { renderLiquid, TemplateFault } from "./liquid-engine";
import type { MessageData, MessageSetting } from "./message-data";
import type { MessageLink } from "./message-link";
import { parsedLiquid } from "./parsed-liquid";
import type { WrittenText } from "./written-text";

/** Hours for which push services may keep it for a browser that is away (R28). */
export const LONGEST_LIFETIME_HOURS = 72;

/** Bytes: RFC 8291 permits 3993 in one record; the rest is the addresses that come with it. */
export const LARGEST_PUSH = 3_000;

export interface PushTemplate {
  title: string;
  body: string;
  /** Addresses, in Liquid; empty for none. An empty `url` leads to the shop. */
  icon: string;
  image: string;
  url: string;
}

export interface RenderedPush {
  title: string;
  body: string;
  icon: string | null;
  image: string | null;
  /** Where it leads, untracked: `links[2]`. */
  url: string;
  links: MessageLink[];
}

export const PUSH_LINK = 2;

const PARTS = ["title", "body", "icon", "image", "url"] as const;

/**
 * Renders one web push. Pure. Pictures that are no https address are left out, since no browser would load them. Throws
 * TemplateFault where the data break the template or make it too large, and EmptyMessage where no title is left.
 */
export function renderPush(template: PushTemplate, data: MessageData, setting: MessageSetting, unsubscribe: string): RenderedPush {
  const scope = { ...data, unsubscribe_url: unsubscribe, preferences_url: unsubscribe };
  const written = (part: (typeof PARTS)[number]) => renderLiquid(parsedLiquid(template[part], "text"), "text", scope, setting).replace(/\r\n?/g, "\n").trim();
  const title = written("title");
  if (title === "") throw new EmptyMessage("subject");
  const target = written("url") || data.shop.url;
  if (!isAddress(target, "any")) throw new TemplateFault(`"${target.slice(0, 80)}" is no web address`, 1, 1);
  const picture = (address: string) => (isAddress(address, "https") ? address : null);
  const push = { title, body: written("body"), icon: picture(written("icon")), image: picture(written("image")), url: target };
  const size = bytesOf(JSON.stringify({ ...push, url: "" }));
  if (size > LARGEST_PUSH) throw new TemplateFault(`it has ${size} bytes, ${LARGEST_PUSH} at most can be sent`, 1, 1);
  return { ...push, links: [{ url: unsubscribe, role: "unsubscribe" }, { url: data.shop.url, role: "trap" }, { url: target, role: "content" }] };
}

function isAddress(text: string, by: "any" | "https"): boolean {
  return (by === "any" ? /^https?:\/\/[^\s/?#@\\]+([/?#]\S*)?$/i : /^https:\/\/[^\s/?#@\\]+([/?#]\S*)?$/i).test(text);
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** Reads the texts of a web push; `given` are the discount codes of steps before it, `traits` those of the shop, where they are known. */
export function checkPushTemplate(template: PushTemplate, given: readonly string[], traits?: readonly { key: string }[]): ConfigProblem[] {
  const empty: ConfigProblem[] = template.title.trim() === "" ? [{ severity: "error", path: "title", key: "messages:problem.emptyPushTitle" }] : [];
  const plain = (["icon", "image", "url"] as const).flatMap((part): ConfigProblem[] => {
    const text = template[part].trim();
    return text === "" || text.includes("{") || isAddress(text, part === "url" ? "any" : "https") ? [] : [{ severity: "error", path: part, key: part === "url" ? "messages:problem.pushAddress" : "messages:problem.pushPicture" }];
  });
  return [...empty, ...plain, ...PARTS.flatMap((part) => [
    ...checkLiquidText(template[part], part, "text"), ...checkDiscountsNamed(template[part], part, "text", given), ...(traits ? [...checkTraitsNamed(template[part], part, "text", traits), ...checkEventNamed(template[part], part, "text", given)] : []),
  ])];
}

export const textsOfPush = (template: PushTemplate): WrittenText[] => PARTS.map((part) => ({ source: template[part], writing: "text" }));
