/** The last name of a Liquid output: of `{{ customer.first_name | default: "you" }}` it is first_name. */
const VARIABLE = /\{\{-?\s*(?:[\w-]+\.)*([\w-]+)[^}]*\}\}/g;

/** A short text for a card, its variables in words. */
export function excerptOfLiquid(text: string, sayVariable: (name: string) => string): string {
  return text.replace(/\{%[\s\S]*?%\}/g, " ").replace(VARIABLE, (_, name: string) => sayVariable(name.replaceAll("_", " "))).replace(/\s+/g, " ").trim();
}
