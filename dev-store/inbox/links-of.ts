import { Parser } from "htmlparser2";

/** The targets of all links in a message in their order, each once; those that a reader cannot see are among them. */
export function linksOf(html: string | null, text: string | null): string[] {
  if (html === null) return [...new Set((text ?? "").match(/https?:\/\/[^\s<>"')\]]+/g) ?? [])];
  const links = new Set<string>();
  const parser = new Parser({
    onopentag: (name, { href }) => {
      if ((name === "a" || name === "area") && href) links.add(href.trim());
    },
  });
  parser.end(html);
  return [...links];
}
