/** The ids of all segments of Shopify's that a definition names, wherever in it, as `shopifySegmentId`. It knows no type by name. */
export function shopifySegmentsUsed(definition: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === "shopifySegmentId" && typeof inner === "string" && inner !== "") ids.add(inner);
      else visit(inner);
    }
  };
  visit(definition);
  return ids;
}
