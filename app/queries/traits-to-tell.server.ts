import type { Statements } from "~/adapters/db/database.server";
import { METAFIELD_NAMESPACE, fitsMetafield, metafieldOf } from "~/domain/trait/metafield";
import type { TraitType } from "~/domain/trait/trait";

interface Metafield {
  namespace: string;
  key: string;
}

/** What a customer's traits are now, as metafields (R45): those that have a value, and those that are empty. Traits that are no longer chosen for Shopify are left as they stand there. */
export async function readTraitsToTell(db: Statements, shopId: number, customerId: string, traitIds: readonly string[]): Promise<{ set: (Metafield & { type: string; value: string })[]; removed: Metafield[] }> {
  if (traitIds.length === 0) return { set: [], removed: [] };
  const own = db.forShop(shopId);
  const { currency } = await db.acrossShops.selectFrom("Shop").select("currency").where("id", "=", shopId).executeTakeFirstOrThrow();
  const traits = await own.selectFrom("Trait").select(["id", "key", "type"]).where("id", "in", traitIds).where("inShopify", "=", 1).where("deletedAt", "is", null).orderBy("key").execute();
  const rows = await own.selectFrom("CustomerTrait").select(["traitId", "text", "number"]).where("customerId", "=", customerId).where("traitId", "in", traitIds).execute();
  const values = new Map(rows.map(({ traitId, ...value }) => [traitId, value]));
  const all = traits.filter(({ key }) => fitsMetafield(key)).map(({ id, key, type }) => ({
    at: { namespace: METAFIELD_NAMESPACE, key }, value: metafieldOf(type as TraitType, values.get(id) ?? { text: null, number: null }, currency),
  }));
  return { set: all.flatMap(({ at, value }) => (value ? [{ ...at, ...value }] : [])), removed: all.flatMap(({ at, value }) => (value ? [] : [at])) };
}
