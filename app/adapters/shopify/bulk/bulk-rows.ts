import { z } from "zod";
import { AdminApiError } from "../admin-api";

/** A row of a bulk query's file with the rows that stand under it. */
export interface BulkRow {
  /** As Shopify wrote it; undefined where that cannot be read. */
  root: unknown;
  children: unknown[];
  /** Why it cannot be read, or null. */
  problem: string | null;
  /** Where in the file the next row begins, in bytes. */
  end: number;
}

/** No product or order comes near it; a line that never ends must not fill the memory. */
const LONGEST_LINE = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

const child = z.object({ __parentId: z.string() });

/**
 * Reads JSONL as it comes, holding one row with its children at a time. `from` is the place of the first byte in the file:
 * the end of a row that was read before. A line that is no JSON, is too long, or belongs to none before it makes a row
 * with a problem; the rows around it are read. Where the file ends before its `size`, the row it broke off in is not
 * given, and an AdminApiError is thrown.
 */
export async function* bulkRows(bytes: AsyncIterable<Uint8Array>, { from, size }: { from: number; size: number | null }): AsyncGenerator<BulkRow> {
  let row: BulkRow | null = null;
  for await (const { text, end } of lines(bytes, { from, size })) {
    const { value, problem } = parse(text);
    const parent = child.safeParse(value);
    if (parent.success && row && (row.problem !== null || idOf(row.root) === parent.data.__parentId)) {
      row.children.push(value);
      row.end = end;
      continue;
    }
    if (row) yield row;
    const orphan = parent.success ? `a row belongs to ${parent.data.__parentId}, which does not stand above it` : null;
    row = { root: value, children: [], problem: problem ?? orphan, end };
  }
  if (row) yield row;
}

interface Line {
  /** Null where it is too long. */
  text: string | null;
  end: number;
}

async function* lines(bytes: AsyncIterable<Uint8Array>, { from, size }: { from: number; size: number | null }): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let parts: Uint8Array[] = [];
  let length = 0;
  let at = from;
  for await (const chunk of bytes) {
    let start = 0;
    for (let stop = chunk.indexOf(NEWLINE); stop !== -1; stop = chunk.indexOf(NEWLINE, start)) {
      const last = chunk.subarray(start, stop);
      length += last.length;
      const end = at + stop + 1;
      const whole = parts.length === 0 ? last : Buffer.concat([...parts, last]);
      if (length > 0) yield { text: length > LONGEST_LINE ? null : decoder.decode(whole), end };
      parts = [];
      length = 0;
      start = stop + 1;
    }
    const rest = chunk.subarray(start);
    length += rest.length;
    if (length > LONGEST_LINE) parts = [];
    else if (rest.length > 0) parts.push(rest);
    at += chunk.length;
  }
  if (size !== null && at < size) throw new AdminApiError(`the file of a bulk query ended after ${at} of ${size} bytes`, { retryable: true, code: "BULK_FILE_CUT" });
  if (length > 0) yield { text: length > LONGEST_LINE ? null : decoder.decode(Buffer.concat(parts)), end: at };
}

function parse(text: string | null): { value: unknown; problem: string | null } {
  if (text === null) return { value: undefined, problem: `a row is longer than ${LONGEST_LINE} bytes` };
  try {
    // No database of ours keeps it in a text.
    return { value: JSON.parse(text.includes("\\u0000") ? text.replaceAll("\\u0000", "") : text), problem: null };
  } catch (error) {
    return { value: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

function idOf(root: unknown): unknown {
  return typeof root === "object" && root !== null && "id" in root ? root.id : undefined;
}
