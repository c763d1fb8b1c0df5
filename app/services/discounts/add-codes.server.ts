import { setImmediate } from "node:timers/promises";
import type { ServiceContext } from "~/app-context";
import type { WriteStatements } from "~/adapters/db/database.server";
import { readCodes, type CodeLine, type RefusedLine } from "~/domain/discount/read-codes";
import { codeKeyOf } from "~/domain/discount/write-code";
import { chunksOf } from "~/services/chunks-of";

/** Keeps one piece under the 50 ms that a write may hold the writer. */
const PIECE = 500;

export interface AddedCodes {
  added: number;
  refused: RefusedLine[];
}

/**
 * Puts the codes of a pasted list or a file into a pool (R30). A code that the shop knows already, in this pool or
 * another, is refused with its line, so the same list sent twice adds nothing. Null where the pool is gone.
 */
export async function addCodes({ db, clock, newId }: Pick<ServiceContext, "db" | "clock" | "newId">, shopId: number, poolId: string, text: string): Promise<AddedCodes | null> {
  const { codes, refused } = readCodes(text);
  const createdAt = clock.now();
  let added = 0;
  for (const piece of chunksOf(codes, PIECE)) {
    const taken = await db.write((tx) => addPiece(tx, { shopId, poolId, createdAt, newId }, piece));
    if (taken === null) return null;
    added += taken.size;
    for (const { code, line } of piece) if (!taken.has(codeKeyOf(code))) refused.push({ line, text: code.slice(0, 60), reason: "known" });
    await setImmediate();
  }
  return { added, refused: refused.sort((a, b) => a.line - b.line) };
}

async function addPiece(tx: WriteStatements, { shopId, poolId, createdAt, newId }: { shopId: number; poolId: string; createdAt: number; newId(): string }, piece: readonly CodeLine[]): Promise<ReadonlySet<string> | null> {
  const own = tx.forShop(shopId);
  const pool = await own.selectFrom("DiscountPool").select("id").where("id", "=", poolId).where("deletedAt", "is", null).executeTakeFirst();
  if (!pool) return null;
  const taken = new Set<string>();
  // The ids grow with the lines, and codes are given out in their order.
  const rows = piece.map(({ code }) => ({ shopId, id: newId(), poolId, code, codeKey: codeKeyOf(code), status: "free", kind: "pool", createdAt }));
  for (const some of chunksOf(rows)) {
    const inserted = await own.insertInto("DiscountCode").values(some).onConflict((conflict) => conflict.columns(["shopId", "codeKey"]).doNothing()).returning("codeKey").execute();
    for (const { codeKey } of inserted) taken.add(codeKey);
  }
  return taken;
}
