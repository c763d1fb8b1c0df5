/** Where the address of a link stands in a text: in an element's href, or as the url of `{% button %}`. */
const HREF = /(<a\b[^>]*?\shref\s*=\s*)(?:"([^"]*)"|'([^']*)')/gi;
const BUTTON = /(\{%-?\s*button\b[^%]*?\burl:\s*)("[^"]*"|'[^']*'|[\w.[\]-]+)/g;
const LIQUID = /\{[{%]/;

/** The attribute by which a link keeps, through rendering, how it is written; `finishBody` takes it off. */
export const WRITTEN = "data-written";

/** The links that a merchant wrote into a text, as written, each once: what is asked about where "which link" matters (R31). Rows of products have none. */
export function writtenLinks(body: string): string[] {
  const found: string[] = [];
  for (const [, , double, single] of body.matchAll(HREF)) found.push((double ?? single ?? "").trim());
  for (const [, , url = ""] of body.matchAll(BUTTON)) found.push(writtenUrl(url));
  return [...new Set(found)].filter((link) => LIQUID.test(link) || /^https?:/i.test(link));
}

/** The text with every link marked whose address is known only once it is rendered. Lines stay where they are. */
export function markLinks(body: string): string {
  return body
    .replace(HREF, (whole, _before: string, double?: string, single?: string) => {
      const written = (double ?? single ?? "").trim();
      return LIQUID.test(written) ? `${whole} ${WRITTEN}="${encodeURIComponent(written)}"` : whole;
    })
    .replace(BUTTON, (whole, _before: string, url: string) => (isQuoted(url) ? whole : `${whole}, written: "${encodeURIComponent(writtenUrl(url))}"`));
}

/** What a mark says; null for one that somebody made up. */
export function readMark(mark: string | undefined): string | null {
  if (mark === undefined) return null;
  try {
    return decodeURIComponent(mark);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

const isQuoted = (url: string): boolean => /^["']/.test(url);
const writtenUrl = (url: string): string => (isQuoted(url) ? url.slice(1, -1).trim() : `{{ ${url} }}`);
