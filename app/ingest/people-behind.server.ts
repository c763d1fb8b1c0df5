import type { WriteStatements } from "~/adapters/db/database.server";

interface Caller {
  shopId: number;
  loggedInCustomerId: string | null;
}

export const callerKey = (shopId: number, shopifyId: string): string => `${shopId}:${shopifyId}`;

/** Our ids of the customers whom Shopify says are logged in, by `callerKey`. One whom we have not been told of yet is left out. */
export async function customersLoggedIn(tx: WriteStatements, callers: readonly Caller[]): Promise<Map<string, string>> {
  const ids = [...new Set(callers.flatMap(({ loggedInCustomerId }) => loggedInCustomerId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx.acrossShops.selectFrom("Customer").select(["shopId", "shopifyId", "id"])
    .where("shopId", "in", [...new Set(callers.map(({ shopId }) => shopId))]).where("shopifyId", "in", ids).where("deletedAt", "is", null)
    .execute();
  return new Map(rows.map(({ shopId, shopifyId, id }) => [callerKey(shopId, shopifyId ?? ""), id]));
}
