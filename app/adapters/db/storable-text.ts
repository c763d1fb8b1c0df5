/** A text as PostgreSQL takes it: without NUL characters and without halves of a character, which other databases keep. */
export function storableText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "") : whole;
}

/** Rows as JSON text, every text in them as PostgreSQL takes it. */
export function storableJson(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === "string" ? storableText(value) : value));
}
