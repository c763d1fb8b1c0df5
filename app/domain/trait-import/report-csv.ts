/** A cell of a file that somebody opens in a spreadsheet: what would be a formula there is made a text. */
export function reportCell(value: string | number): string {
  const text = String(value).replace(/[\r\n]+/g, " ");
  const safe = typeof value === "string" && /^[\s]*[=+\-@\t|%]/.test(text) ? `'${text}` : text;
  return /[",;\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of cells as a file that spreadsheets open with every letter right: UTF-8 with its mark, separated by commas. */
export const reportCsv = (lines: readonly (readonly (string | number)[])[]): string => `\uFEFF${lines.map((cells) => cells.map(reportCell).join(",")).join("\r\n")}\r\n`;
