import { DomUtils, parseDocument } from "htmlparser2";
import { buttonStyle, elementStyles } from "./email-style";
import { readMark, WRITTEN } from "./written-links";

type Document = ReturnType<typeof parseDocument>;
type Element = NonNullable<ReturnType<typeof DomUtils.findOne>>;

/** Elements that mail clients drop or warn of; they go with all that is in them. */
const FORBIDDEN = new Set(["script", "style", "iframe", "frame", "object", "embed", "form", "input", "button", "textarea", "select", "link", "meta", "base", "title", "svg", "math", "noscript", "template", "audio", "video"]);
/** Elements that belong to the frame; what is in them stays. */
const UNWRAPPED = new Set(["html", "head", "body"]);

/**
 * Makes a body fit for mail clients: takes out what they refuse, writes the frame's style on every element, and leads
 * every link through `place`, with how it is written where that says more than its address. `empty` when nothing is left to be seen.
 */
export function finishBody(html: string, place: (url: string, written: string | null) => string): { html: string; empty: boolean } {
  const document = parseDocument(html);
  for (const element of elementsOf(document)) {
    if (FORBIDDEN.has(element.name)) DomUtils.removeElement(element);
    else if (UNWRAPPED.has(element.name)) unwrap(element);
    else finish(element, place);
  }
  for (const comment of DomUtils.filter((node) => node.type === "comment" || node.type === "directive", document, true)) DomUtils.removeElement(comment);
  const empty = DomUtils.textContent(document).trim() === "" && DomUtils.findOne(({ name }) => name === "img", document.children, true) === null;
  return { html: DomUtils.getOuterHTML(document, { encodeEntities: "utf8" }), empty };
}

function elementsOf(document: Document): Element[] {
  return DomUtils.findAll(() => true, document.children);
}

function unwrap(element: Element): void {
  for (const child of [...element.children]) DomUtils.prepend(element, child);
  DomUtils.removeElement(element);
}

function finish(element: Element, place: (url: string, written: string | null) => string): void {
  const { attribs } = element;
  for (const name of Object.keys(attribs)) if (/^on/i.test(name) || !/^[a-z][a-z0-9-]*$/i.test(name)) Reflect.deleteProperty(attribs, name);
  const written = readMark(attribs[WRITTEN]);
  Reflect.deleteProperty(attribs, WRITTEN);
  const { href, src } = attribs;
  if (href !== undefined) {
    const url = href.trim();
    if (/^(https?:|mailto:|tel:)/i.test(url)) attribs["href"] = place(url, written);
    else Reflect.deleteProperty(attribs, "href");
  }
  dress(element);
  if (src !== undefined && !/^(https?:\/\/|cid:)/i.test(src.trim())) Reflect.deleteProperty(attribs, "src");
  if (element.name === "img" && attribs["alt"] === undefined) attribs["alt"] = "";
}

/** Writes the frame's style before the merchant's own, which wins. A link that leads nowhere does not look like one. */
function dress(element: Element): void {
  const { name, attribs } = element;
  const own = attribs["style"];
  const isLink = name === "a";
  if (isLink && (attribs["href"] === undefined || own?.includes("color:"))) return;
  if (!isLink && isInside(element, "table")) return;
  const ours = isLink && /(^|\s)button(\s|$)/.test(attribs["class"] ?? "") ? buttonStyle : elementStyles[name];
  if (ours !== undefined) attribs["style"] = own === undefined ? ours : `${ours};${own}`;
}

/** What stands in a table (our product rows, a merchant's own layout) is styled by whoever wrote it, but for links. */
function isInside(element: Element, name: string): boolean {
  for (let parent = element.parent; parent; parent = parent.parent) if ("name" in parent && parent.name === name) return true;
  return false;
}
