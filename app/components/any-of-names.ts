/** "a, b, or c" in the language; an ellipsis where there is none yet. */
export const anyOfNames = (names: readonly string[], language: string): string => (names.length === 0 ? "…" : new Intl.ListFormat(language, { type: "disjunction" }).format(names));
