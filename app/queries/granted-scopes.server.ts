import type { Statements } from "~/adapters/db/database.server";

/** The access scopes that the shop's merchant granted the app, as its offline token has them. */
export async function grantedScopes(db: Pick<Statements, "acrossShops">, domain: string): Promise<ReadonlySet<string>> {
  const session = await db.acrossShops.selectFrom("Session").select("scope").where("shop", "=", domain).where("isOnline", "=", 0).executeTakeFirst();
  return new Set((session?.scope ?? "").split(",").map((scope) => scope.trim()).filter((scope) => scope !== ""));
}
