import type { WriteStatements } from "~/adapters/db/database.server";
import type { Login } from "~/domain/identity/decide-identity";

interface Caller {
  shopId: number;
  /** Shopify's id. */
  loggedInCustomerId: string | null;
}

/** Who Shopify says is logged in, in our words. One who was merged is the customer kept; one we have not been told of yet, or who is deleted, a stranger. */
export async function loginsOf(tx: WriteStatements, callers: readonly Caller[]): Promise<(caller: Caller) => Login> {
  const ids = [...new Set(callers.flatMap(({ loggedInCustomerId }) => loggedInCustomerId ?? []))];
  const rows = ids.length === 0 ? [] : await tx.acrossShops.selectFrom("Customer").select(["shopId", "shopifyId", "id", "mergedIntoId", "deletedAt"])
    .where("shopId", "in", [...new Set(callers.map(({ shopId }) => shopId))]).where("shopifyId", "in", ids).execute();
  const known = new Map(rows.flatMap(({ shopId, shopifyId, id, mergedIntoId, deletedAt }) => {
    const customerId = mergedIntoId ?? (deletedAt === null ? id : null);
    return customerId === null ? [] : [[`${shopId}:${shopifyId}`, customerId] as const];
  }));
  return ({ shopId, loggedInCustomerId }) => {
    if (loggedInCustomerId === null) return "nobody";
    const customerId = known.get(`${shopId}:${loggedInCustomerId}`);
    return customerId === undefined ? "stranger" : { customerId };
  };
}
