/** `customer.traits.size`, `customer.traits["size"]`. */
const IN_LIQUID = /\bcustomer\.traits(?:\.([a-z][a-z0-9_]*)|\[\s*["']([a-z][a-z0-9_]*)["']\s*\])/g;

/** The keys of all traits that a definition names: in configs as `trait`, in texts as Liquid. It knows no step type by name. */
export function traitsUsed(definition: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      for (const [, dotted, quoted] of value.matchAll(IN_LIQUID)) keys.add(dotted ?? quoted ?? "");
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (name === "trait" && typeof inner === "string") keys.add(inner);
        else visit(inner);
      }
    }
  };
  visit(definition);
  return keys;
}
