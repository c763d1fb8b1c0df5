import type { ServiceContext } from "~/app-context";
import { queueTraitWrites } from "./queue-trait-writes.server";

const PIECE = 200;

/**
 * A trait that was chosen for Shopify (R45) has values from before: puts those of some hundred more customers into the outbox, and
 * notes how far it came. Answers how many; 0 where no trait has any left.
 */
export async function tellChosenTrait(context: Pick<ServiceContext, "db" | "clock">): Promise<number> {
  const { db } = context;
  const found = await db.acrossShops.selectFrom("Trait").select(["shopId", "id"]).where("tellAfter", "is not", null).limit(1).executeTakeFirst();
  if (!found) return 0;
  return db.write(async (tx) => {
    const own = tx.forShop(found.shopId);
    const trait = await own.selectFrom("Trait").select(["tellAfter", "inShopify", "deletedAt"]).where("id", "=", found.id).executeTakeFirst();
    if (!trait || trait.tellAfter === null) return 1;
    const people = trait.inShopify && trait.deletedAt === null
      ? await own.selectFrom("CustomerTrait").select("customerId").where("traitId", "=", found.id).where("customerId", ">", trait.tellAfter).orderBy("customerId").limit(PIECE).execute()
      : [];
    await queueTraitWrites(tx, found.shopId, people.map(({ customerId }) => ({ customerId, traitId: found.id })), context.clock.now());
    await own.updateTable("Trait").set({ tellAfter: people.length < PIECE ? null : (people.at(-1)?.customerId ?? null) }).where("id", "=", found.id).execute();
    return people.length + 1;
  });
}
