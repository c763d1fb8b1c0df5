import type { Database } from "~/adapters/db/database.server";
import { TRAIT_TYPES, type TraitType } from "~/domain/trait/trait";
import { T0 } from "./engine-world";

/** The key of the trait of a type in tests: `date-time` is `date_time`. */
export const keyOfType = (type: TraitType): string => type.replace("-", "_");

/** One trait of each type, called as its type. */
export async function addTraits(db: Database, shopId: number): Promise<void> {
  await db.write((tx) => tx.forShop(shopId).insertInto("Trait").values(TRAIT_TYPES.map((type) => {
    const key = keyOfType(type);
    return { shopId, id: `t-${key}`, key, keyInUse: key, name: key, type, options: JSON.stringify(type === "choice" ? ["S", "M"] : []), createdAt: T0, deletedAt: null };
  })).execute());
}

/** What customers' traits are, by customer and key: text or number as they are stored. */
export async function readTraits(db: Database, shopId: number): Promise<Record<string, string | number>> {
  const rows = await db.forShop(shopId).selectFrom("CustomerTrait").select(["customerId", "traitId", "text", "number"]).orderBy("customerId").orderBy("traitId").execute();
  return Object.fromEntries(rows.flatMap(({ customerId, traitId, text, number }) => {
    const value = text ?? number;
    return value === null ? [] : [[`${customerId} ${traitId.slice(2)}`, value]];
  }));
}

export function dataNode(id: string, next: string | null, ...changes: unknown[]) {
  return { id, type: "set-customer-data", version: 1, config: { changes }, next: { next } };
}
