import type { Statements } from "~/adapters/db/database.server";
import type { ShopChoices } from "~/domain/scenario/step-type";
import { listTraits } from "./traits.server";

/** What a definition of this shop may refer to, for the checks. */
export async function readShopChoices(db: Statements, shop: { id: number; timeZone: string }): Promise<ShopChoices> {
  const own = db.forShop(shop.id);
  const [consents, traits, discountPools] = await Promise.all([
    own.selectFrom("Consent").select("key").execute(), listTraits(db, shop.id), own.selectFrom("DiscountPool").select("id").where("deletedAt", "is", null).execute(),
  ]);
  return { timeZone: shop.timeZone, consents, traits, discountPools };
}
