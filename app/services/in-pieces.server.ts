import { setImmediate } from "node:timers/promises";
import type { Database, WriteStatements } from "~/adapters/db/database.server";

/**
 * Writes in pieces, each a transaction of its own, until one answers that it did nothing. Statements answer without
 * leaving their tick, so requests get their turn between the pieces.
 */
export async function inPieces(db: Database, piece: (tx: WriteStatements) => Promise<number | bigint>): Promise<void> {
  let done: number | bigint;
  do {
    done = await db.write(piece);
    await setImmediate();
  } while (done > 0);
}
