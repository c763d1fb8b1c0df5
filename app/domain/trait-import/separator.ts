export const SEPARATORS = [",", ";", "\t"] as const;
export type Separator = (typeof SEPARATORS)[number];

const LINES = 20;

/**
 * The separator of a file by its first lines: the one that parts them into the same number of cells, more than one, most
 * often; a comma where nothing tells. What stands between quotation marks is no separator.
 */
export function detectSeparator(start: string): Separator {
  const lines = start.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "").slice(0, LINES);
  let best: { separator: Separator; score: number } = { separator: ",", score: 0 };
  for (const separator of SEPARATORS) {
    const [first = 0, ...rest] = lines.map((line) => countOutsideQuotes(line, separator));
    const score = first === 0 ? 0 : 1 + rest.filter((count) => count === first).length + Math.min(first, 50) / 100;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function countOutsideQuotes(line: string, separator: Separator): number {
  let quoted = false;
  let count = 0;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) count += 1;
  }
  return count;
}
