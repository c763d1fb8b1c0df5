import { z } from "zod";

const asking = z.object({ event: z.string(), filters: z.array(z.object({ property: z.string() })) });

/** The properties of an event that a definition's filters ask about, wherever in it. It knows no type by name. */
export function propertiesUsed(definition: unknown, event: string): ReadonlySet<string> {
  const properties = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const found = asking.safeParse(value);
    if (found.success && found.data.event === event) for (const { property } of found.data.filters) properties.add(property);
    Object.values(value).forEach(visit);
  };
  visit(definition);
  return properties;
}
