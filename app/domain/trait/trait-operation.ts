import { LARGEST_NUMBER, type TraitValue } from "./trait";

/** What is done to one trait of a customer. `add` takes away where it is below zero. */
export type TraitOperation =
  | { do: "set"; value: TraitValue }
  | { do: "clear" }
  | { do: "add"; by: number };

/**
 * The value afterwards; null is empty. R24: an empty value counts as 0. A sum beyond the largest number that is kept
 * exactly stops there, and in the same way below zero.
 */
export function operated(value: TraitValue | null, operation: TraitOperation): TraitValue | null {
  switch (operation.do) {
    case "set": return operation.value;
    case "clear": return null;
    case "add": return Math.min(LARGEST_NUMBER, Math.max(-LARGEST_NUMBER, (typeof value === "number" ? value : 0) + operation.by));
    default: return operation satisfies never;
  }
}
