import type { Statements } from "~/adapters/db/database.server";

export interface PoolLine {
  id: string;
  name: string;
  /** What a code is worth, in the merchant's words. */
  worth: string;
  lowAt: number;
  left: number;
  /** Given to customers, those that they used since among them. */
  issued: number;
  used: number;
  low: boolean;
}

/** The shop's pools of codes, by name, with what is left in them (R30). */
export async function listPools(db: Pick<Statements, "forShop">, shopId: number): Promise<PoolLine[]> {
  const own = db.forShop(shopId);
  const pools = await own.selectFrom("DiscountPool").select(["id", "name", "worth", "lowAt"]).where("deletedAt", "is", null).orderBy("name").orderBy("id").execute();
  if (pools.length === 0) return [];
  const rows = await own.selectFrom("DiscountCode").select(({ fn }) => ["poolId", "status", fn.countAll<number>().as("count")])
    .where("poolId", "in", pools.map(({ id }) => id)).groupBy(["poolId", "status"]).execute();
  const counts = new Map(rows.map(({ poolId, status, count }) => [`${poolId} ${status}`, Number(count)]));
  return pools.map((pool) => {
    const of = (status: string) => counts.get(`${pool.id} ${status}`) ?? 0;
    return { ...pool, left: of("free"), issued: of("issued") + of("used"), used: of("used"), low: of("free") <= pool.lowAt };
  });
}

/** One pool, or undefined where the shop has none of this id. */
export async function findPool(db: Pick<Statements, "forShop">, shopId: number, poolId: string): Promise<PoolLine | undefined> {
  return (await listPools(db, shopId)).find(({ id }) => id === poolId);
}
