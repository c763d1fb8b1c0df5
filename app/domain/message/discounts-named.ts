import { parseLiquid, TemplateFault, variablesOf, type Writing } from "./liquid-engine";

/** How a text names the newest code of its run; those of single steps are `discounts.NAME`. */
export const NEWEST_DISCOUNT = "discount";

export interface NamedDiscount {
  /** `discount` or `discounts.NAME`. */
  name: string;
  line: number;
  column: number;
}

/** The discount codes that a text names (R30), each once, where it does so first. None of a text that cannot be read. */
export function discountsNamed(source: string, writing: Writing): NamedDiscount[] {
  // Most texts name none: no need to read them.
  if (!source.includes("discount")) return [];
  try {
    const named = new Map<string, NamedDiscount>();
    for (const { segments: [first, second], line, column } of variablesOf(parseLiquid(source, writing), writing)) {
      const name = first === NEWEST_DISCOUNT ? NEWEST_DISCOUNT : first === "discounts" && typeof second === "string" ? `discounts.${second}` : null;
      if (name !== null && !named.has(name)) named.set(name, { name, line, column });
    }
    return [...named.values()];
  } catch (error) {
    if (error instanceof TemplateFault) return [];
    throw error;
  }
}
