import type { ServiceContext } from "~/app-context";
import { fitsMetafield } from "~/domain/trait/metafield";
import { MOST_TRAITS, type TraitType } from "~/domain/trait/trait";
import type { ChangedTrait, NewTrait, TraitErrors } from "~/domain/trait/trait-input";

export type SavedTrait = { ok: true } | { ok: false; errors: TraitErrors };

/** Defines a trait (R24). Its key is free where no other trait that stands has it; two who take it at once are told apart by the database. */
export async function addTrait(context: ServiceContext, shopId: number, { key, name, type, options, inShopify }: NewTrait): Promise<SavedTrait> {
  const row = { shopId, id: context.newId(), key, keyInUse: key, name, type, options: JSON.stringify(options), inShopify: inShopify ? 1 : 0, createdAt: context.clock.now(), deletedAt: null };
  return context.db.write(async (tx): Promise<SavedTrait> => {
    const own = tx.forShop(shopId);
    const { count } = await own.selectFrom("Trait").select(({ fn }) => fn.countAll<number>().as("count")).where("deletedAt", "is", null).executeTakeFirstOrThrow();
    if (Number(count) >= MOST_TRAITS) return { ok: false, errors: { name: "tooMany" } };
    const { numInsertedOrUpdatedRows } = await own.insertInto("Trait").values(row).onConflict((conflict) => conflict.columns(["shopId", "keyInUse"]).doNothing()).executeTakeFirstOrThrow();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n ? { ok: true } : { ok: false, errors: { key: "keyTaken" } };
  });
}

/**
 * Renames a trait, changes the options of a choice, and whether Shopify is told of it. Customers keep an option that was taken away. Once it
 * is chosen for Shopify, the values from before are told too (R45); what was told stays there when it is chosen no more.
 */
export async function changeTrait(context: ServiceContext, shopId: number, traitId: string, { name, options, inShopify: asked }: ChangedTrait): Promise<SavedTrait> {
  const saved = await context.db.write(async (tx): Promise<SavedTrait> => {
    const own = tx.forShop(shopId);
    const trait = await own.selectFrom("Trait").select(["key", "type", "inShopify"]).where("id", "=", traitId).where("deletedAt", "is", null).executeTakeFirst();
    if (!trait) return { ok: false, errors: { name: "notFound" } };
    const isChoice = (trait.type as TraitType) === "choice";
    if (isChoice && options.length === 0) return { ok: false, errors: { options: "options" } };
    const inShopify = asked ?? Boolean(trait.inShopify);
    if (inShopify && !fitsMetafield(trait.key)) return { ok: false, errors: { inShopify: "keyTooShort" } };
    const chosen = inShopify && !trait.inShopify;
    await own.updateTable("Trait").set({ name, inShopify: inShopify ? 1 : 0, ...(chosen ? { tellAfter: "" } : {}), ...(isChoice ? { options: JSON.stringify(options) } : {}) }).where("id", "=", traitId).execute();
    return { ok: true };
  });
  context.wake.wake("shopify-writes");
  return saved;
}
