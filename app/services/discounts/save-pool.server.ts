import { z } from "zod";
import type { ServiceContext } from "~/app-context";

/** Messages are keys of the locale file `discounts.json`. */
export const poolInput = z.object({
  name: z.string("problems.name").trim().min(1, "problems.name").max(100, "problems.name"),
  worth: z.string("problems.worth").trim().min(1, "problems.worth").max(100, "problems.worth"),
  /** 0 warns when none is left. */
  lowAt: z.string("problems.lowAt").trim().regex(/^\d{1,5}$/, "problems.lowAt").transform(Number),
});

export type PoolInput = z.infer<typeof poolInput>;

/** Makes an empty pool; answers its id. */
export async function createPool({ db, clock, newId }: Pick<ServiceContext, "db" | "clock" | "newId">, shopId: number, input: PoolInput): Promise<string> {
  const id = newId();
  const createdAt = clock.now();
  await db.write((tx) => tx.forShop(shopId).insertInto("DiscountPool").values({ shopId, id, ...input, createdAt, deletedAt: null }).execute());
  return id;
}

/** False where the shop has no such pool. Codes that were issued keep the words that were theirs. */
export async function changePool({ db }: Pick<ServiceContext, "db">, shopId: number, poolId: string, input: PoolInput): Promise<boolean> {
  const { numUpdatedRows } = await db.write((tx) => tx.forShop(shopId).updateTable("DiscountPool").set(input).where("id", "=", poolId).where("deletedAt", "is", null).executeTakeFirst());
  return numUpdatedRows > 0n;
}
