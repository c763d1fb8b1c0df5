/** The keys of all custom events that a definition names in its configs as `event`. It knows no type by name. */
export function eventsUsed(definition: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === "event" && typeof inner === "string") keys.add(inner);
      else visit(inner);
    }
  };
  visit(definition);
  return keys;
}
