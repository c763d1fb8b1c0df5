/** The targets of all links in a message in their order, each once; those that a reader cannot see are among them. */
export async function linksOf(html: string | null, text: string | null): Promise<string[]> {
  if (html === null) return [...new Set((text ?? "").match(/https?:\/\/[^\s<>"')\]]+/g) ?? [])];
  // A parser of this size is loaded only when someone asks for links.
  const { JSDOM } = await import("jsdom");
  const anchors = JSDOM.fragment(html).querySelectorAll("a[href], area[href]");
  return [...new Set([...anchors].map((anchor) => anchor.getAttribute("href") ?? "").filter((href) => href !== ""))];
}
