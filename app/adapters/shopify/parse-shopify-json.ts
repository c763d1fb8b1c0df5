/**
 * Reads a webhook's body. Shopify's ids pass 2^53, where numbers lose digits: such an integer reads as its text.
 * Throws SyntaxError where the text is no JSON.
 */
export function parseShopifyJson(text: string): unknown {
  const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source !== undefined ? context.source : value;
  return JSON.parse(text, keepDigits);
}
