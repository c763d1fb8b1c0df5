declare global {
  interface JSON {
    /** Part of the platform since Node 22; puts the text into the JSON as it is. */
    rawJSON(text: string): unknown;
  }
}

/** A decimal id as a JSON integer with all its digits: Shopify's ids pass 2^53, where a number would round. */
export function rawInteger(id: string): unknown {
  if (!/^\d+$/.test(id)) throw new Error(`"${id}" is no decimal id.`);
  return JSON.rawJSON(id);
}
