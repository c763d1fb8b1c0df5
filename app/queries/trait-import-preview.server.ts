import { parse } from "csv-parse/sync";
import type { Statements } from "~/adapters/db/database.server";
import { MOST_COLUMNS, suggestColumns, type ImportChoice } from "~/domain/trait-import/columns";
import { encodingOfStart, type Encoding } from "~/domain/trait-import/encoding";
import { detectSeparator, type Separator } from "~/domain/trait-import/separator";
import { MissingPiece, readPieces } from "./trait-import-file.server";
import { listTraits } from "./traits.server";

export const PREVIEWED_LINES = 5;
const PREVIEWED_BYTES = 64 * 1_024;

export type ImportPreview =
  | { ok: true; encoding: Encoding; separator: Separator; header: string[]; lines: string[][]; fileLines: number; suggested: Pick<ImportChoice, "matchBy" | "matchColumn" | "traits"> }
  | { ok: false; fault: "incomplete" | "binary" | "unreadable" | "no-lines" | "too-many-columns" };

/**
 * The first lines of an upload, as they are read with what the merchant chose or with what the file itself tells. All of it is read once:
 * what is not UTF-8 from beginning to end, and has no mark, is taken for Windows-1250.
 */
export async function readImportPreview(db: Pick<Statements, "forShop">, shopId: number, upload: { id: string; parts: number }, chosen: { encoding?: Encoding | undefined; separator?: Separator | undefined }): Promise<ImportPreview> {
  try {
    const start: Uint8Array[] = [];
    let size = 0;
    let fileLines = 0;
    let isUtf8 = true;
    const strict = new TextDecoder("utf-8", { fatal: true });
    for await (const piece of readPieces(db, shopId, upload)) {
      if (size < PREVIEWED_BYTES) start.push(piece.subarray(0, PREVIEWED_BYTES - size));
      size += piece.length;
      for (const byte of piece) if (byte === 0x0a) fileLines += 1;
      isUtf8 &&= decodes(strict, piece);
    }
    isUtf8 &&= decodes(strict, null);
    const bytes = Buffer.concat(start);
    const told = encodingOfStart(bytes);
    if (told === "binary") return { ok: false, fault: "binary" };
    const encoding = chosen.encoding ?? told ?? (isUtf8 ? "utf-8" : "windows-1250");
    const whole = size <= PREVIEWED_BYTES;
    const text = new TextDecoder(encoding).decode(bytes, { stream: !whole });
    const separator = chosen.separator ?? detectSeparator(text);
    const records: string[][] = parse(text, { delimiter: separator, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: PREVIEWED_LINES + 1 });
    const [header, ...lines] = records;
    if (!header || lines.length === 0) return { ok: false, fault: "no-lines" };
    if (header.length > MOST_COLUMNS) return { ok: false, fault: "too-many-columns" };
    return { ok: true, encoding, separator, header, lines, fileLines, suggested: suggestColumns(header, lines, await listTraits(db, shopId)) };
  } catch (error) {
    if (error instanceof MissingPiece) return { ok: false, fault: "incomplete" };
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_")) return { ok: false, fault: "unreadable" };
    throw error;
  }
}

/** Whether it goes on being UTF-8; null at the end. */
function decodes(strict: TextDecoder, piece: Uint8Array | null): boolean {
  try {
    if (piece) strict.decode(piece, { stream: true });
    else strict.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
