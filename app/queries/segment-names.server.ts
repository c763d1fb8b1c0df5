import type { Statements } from "~/adapters/db/database.server";

/** The shop's segments, by name. */
export async function listSegments(db: Pick<Statements, "forShop">, shopId: number): Promise<{ id: string; name: string }[]> {
  return db.forShop(shopId).selectFrom("Segment").select(["id", "name"]).where("deletedAt", "is", null).orderBy("nameInUse").execute();
}
