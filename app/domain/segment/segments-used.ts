/** The ids of all segments that a definition names, in configs and conditions alike, as `segmentId`. It knows no type by name. */
export function segmentsUsed(definition: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === "segmentId" && typeof inner === "string" && inner !== "") ids.add(inner);
      else visit(inner);
    }
  };
  visit(definition);
  return ids;
}
