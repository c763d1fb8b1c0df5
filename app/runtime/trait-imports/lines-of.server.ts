import { Readable } from "node:stream";
import { parse } from "csv-parse";
import type { Separator } from "~/domain/trait-import/separator";
import type { ImportLine } from "~/services/trait-imports/import-lines.server";

/** A line longer than this is a quotation mark that was never closed. In bytes. */
const LONGEST_LINE = 200_000;

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** The lines of a file after its first, and after the one that is done already; one that cannot be read is the last. Memory stays the same however long the file is. */
export async function* linesOf(text: AsyncIterable<string>, separator: Separator, after: number): AsyncGenerator<ImportLine> {
  const source = Readable.from(text);
  const parser = parse({ delimiter: separator, bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: LONGEST_LINE, from: 2 });
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let last = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      last = info.lines;
      if (last > after) yield { line: last, cells: record };
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))) throw error;
    if (last + 1 > after) yield { line: last + 1, cells: null };
  } finally {
    source.destroy();
    parser.destroy();
  }
}
