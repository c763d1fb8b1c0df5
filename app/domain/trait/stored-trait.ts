import type { TraitType, TraitValue } from "./trait";

/** The two columns in which a value is kept, so that the databases compare texts with texts and numbers with numbers. */
export interface StoredTrait {
  text: string | null;
  number: number | null;
}

export function storeTrait(value: TraitValue | null): StoredTrait {
  switch (typeof value) {
    case "string": return { text: value, number: null };
    case "number": return { text: null, number: value };
    case "boolean": return { text: null, number: value ? 1 : 0 };
    default: return { text: null, number: null };
  }
}

/** Null where it is empty. */
export function readStoredTrait(type: TraitType, { text, number }: StoredTrait): TraitValue | null {
  switch (type) {
    case "string":
    case "text":
    case "choice":
    case "url":
    case "date": return text;
    case "boolean": return number === null ? null : number === 1;
    case "date-time":
    case "money":
    case "integer": return number;
    default: return type satisfies never;
  }
}
