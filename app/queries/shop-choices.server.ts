import type { Statements } from "~/adapters/db/database.server";
import type { ShopChoices } from "~/domain/scenario/step-type";
import { listTraits } from "./traits.server";

/** What a definition of this shop may refer to, for the checks. */
export async function readShopChoices(db: Statements, shop: { id: number; timeZone: string }): Promise<ShopChoices> {
  const [consents, traits] = await Promise.all([db.forShop(shop.id).selectFrom("Consent").select("key").execute(), listTraits(db, shop.id)]);
  return { timeZone: shop.timeZone, consents, traits };
}
