import type { PropertyType } from "./event-definition";

/** What kind of value was sent, where nobody has said what it should be. */
export type SentKind = "text" | "number" | "boolean" | "list" | "other";

export function sentKindOf(value: unknown): SentKind {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return Array.isArray(value) ? "list" : "other";
}

/** The type to begin with when such a property is defined. */
export const typeForKind = { text: "string", number: "decimal", boolean: "boolean", list: "list", other: "string" } as const satisfies Record<SentKind, PropertyType>;
