import { setImmediate } from "node:timers/promises";
import type { Statements } from "~/adapters/db/database.server";
import type { Encoding } from "~/domain/trait-import/encoding";

/** The bytes of an upload, piece after piece. Throws where one is missing. */
export async function* readPieces(db: Pick<Statements, "forShop">, shopId: number, { id, parts }: { id: string; parts: number }): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < parts; part += 1) {
    const row = await db.forShop(shopId).selectFrom("TraitImportPart").select("content").where("importId", "=", id).where("part", "=", part).executeTakeFirst();
    if (!row) throw new MissingPiece(part);
    yield Buffer.from(row.content, "base64");
    // Requests get their turn between the pieces.
    await setImmediate();
  }
}

/** The upload is not whole. */
export class MissingPiece extends Error {
  constructor(part: number) {
    super(`piece ${part} of the file has not arrived`);
  }
}

/** Its text. What is no letter in the encoding becomes U+FFFD; a byte order mark is passed over. */
export async function* readText(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
