/** Cuts rows into pieces that stay below the databases' limit of variables in one statement. */
export function chunksOf<T>(rows: readonly T[], size = 100): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < rows.length; start += size) chunks.push(rows.slice(start, start + size));
  return chunks;
}
