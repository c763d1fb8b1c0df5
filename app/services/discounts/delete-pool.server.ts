import type { ServiceContext } from "~/app-context";
import { inPieces } from "~/services/in-pieces.server";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 1_000;

/** Nothing more is given out of the pool, and what is left in it is free to be uploaded elsewhere. Codes that were issued stay. */
export async function deletePool({ db, clock }: Pick<ServiceContext, "db" | "clock">, shopId: number, poolId: string): Promise<void> {
  const deletedAt = clock.now();
  await db.write((tx) => tx.forShop(shopId).updateTable("DiscountPool").set({ deletedAt }).where("id", "=", poolId).where("deletedAt", "is", null).execute());
  await inPieces(db, async (tx) => {
    const own = tx.forShop(shopId);
    const left = own.selectFrom("DiscountCode").select("id").where("poolId", "=", poolId).where("status", "=", "free").limit(PIECE);
    return (await own.deleteFrom("DiscountCode").where("id", "in", left).where("status", "=", "free").executeTakeFirst()).numDeletedRows;
  });
}
