import { sql } from "kysely";
import type { ServiceContext } from "~/app-context";
import { inPieces } from "~/services/in-pieces.server";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/**
 * Deletes a trait: from now on no step finds it, its key is free, and its values go, in pieces. Values of traits deleted
 * before that a crash left behind go with them. The customers' timelines keep what was done.
 */
export async function deleteTrait(context: ServiceContext, shopId: number, traitId: string): Promise<void> {
  await context.db.write((tx) => tx.forShop(shopId).updateTable("Trait").set({ deletedAt: context.clock.now(), keyInUse: null }).where("id", "=", traitId).where("deletedAt", "is", null).execute());
  await inPieces(context.db, async (tx) => {
    const { numAffectedRows } = await sql`
      delete from "CustomerTrait" where "shopId" = ${shopId} and ("traitId", "customerId") in (
        select has."traitId", has."customerId" from "CustomerTrait" has join "Trait" trait on trait."shopId" = has."shopId" and trait."id" = has."traitId"
        where has."shopId" = ${shopId} and trait."deletedAt" is not null limit ${PIECE})`.execute(tx.acrossShops);
    return numAffectedRows ?? 0n;
  });
}
