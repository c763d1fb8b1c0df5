import type { ServiceContext } from "~/app-context";
import { MOST_TRAITS, type TraitType } from "~/domain/trait/trait";
import type { ChangedTrait, NewTrait, TraitErrors } from "~/domain/trait/trait-input";

export type SavedTrait = { ok: true } | { ok: false; errors: TraitErrors };

/** Defines a trait (R24). Its key is free where no other trait that stands has it; two who take it at once are told apart by the database. */
export async function addTrait(context: ServiceContext, shopId: number, { key, name, type, options }: NewTrait): Promise<SavedTrait> {
  const row = { shopId, id: context.newId(), key, keyInUse: key, name, type, options: JSON.stringify(options), createdAt: context.clock.now(), deletedAt: null };
  return context.db.write(async (tx): Promise<SavedTrait> => {
    const own = tx.forShop(shopId);
    const { count } = await own.selectFrom("Trait").select(({ fn }) => fn.countAll<number>().as("count")).where("deletedAt", "is", null).executeTakeFirstOrThrow();
    if (Number(count) >= MOST_TRAITS) return { ok: false, errors: { name: "tooMany" } };
    const { numInsertedOrUpdatedRows } = await own.insertInto("Trait").values(row).onConflict((conflict) => conflict.columns(["shopId", "keyInUse"]).doNothing()).executeTakeFirstOrThrow();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n ? { ok: true } : { ok: false, errors: { key: "keyTaken" } };
  });
}

/** Renames a trait and changes the options of a choice. Customers keep an option that was taken away. */
export async function changeTrait(context: ServiceContext, shopId: number, traitId: string, { name, options }: ChangedTrait): Promise<SavedTrait> {
  return context.db.write(async (tx): Promise<SavedTrait> => {
    const own = tx.forShop(shopId);
    const trait = await own.selectFrom("Trait").select("type").where("id", "=", traitId).where("deletedAt", "is", null).executeTakeFirst();
    if (!trait) return { ok: false, errors: { name: "notFound" } };
    const isChoice = (trait.type as TraitType) === "choice";
    if (isChoice && options.length === 0) return { ok: false, errors: { options: "options" } };
    await own.updateTable("Trait").set({ name, ...(isChoice ? { options: JSON.stringify(options) } : {}) }).where("id", "=", traitId).execute();
    return { ok: true };
  });
}
