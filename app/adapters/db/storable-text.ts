/** A text as PostgreSQL takes it: without NUL characters and without halves of a character, which other databases keep. */
export function storableText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "") : whole;
}

/** How JSON.stringify writes a NUL character and half of a character. It may stand for what somebody wrote so. */
const ESCAPED = /\\u(?:0000|d[89a-f])/;

/** Rows as JSON text, every text in them as PostgreSQL takes it. Hardly ever is there a text to mend, and looking at each takes longer than writing them all. */
export function storableJson(rows: readonly object[]): string {
  const written = JSON.stringify(rows);
  return ESCAPED.test(written) ? JSON.stringify(rows, (_, value: unknown) => (typeof value === "string" ? storableText(value) : value)) : written;
}
