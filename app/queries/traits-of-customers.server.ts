import type { Statements } from "~/adapters/db/database.server";
import { readStoredTrait } from "~/domain/trait/stored-trait";
import type { TraitDefinition, TraitFacts, TraitValue } from "~/domain/trait/trait";
import { chunksOf } from "~/services/chunks-of";
import { listTraits } from "./traits.server";

/** What these customers have of the shop's traits, by customer. */
export async function readTraitsOf(db: Pick<Statements, "forShop">, shopId: number, customerIds: readonly string[]): Promise<(customerId: string | null) => TraitFacts> {
  const traits = await listTraits(db, shopId);
  const definitions = new Map(traits.map((trait) => [trait.key, trait]));
  const byId = new Map<string, TraitDefinition>(traits.map((trait) => [trait.id, trait]));
  const values = new Map<string, Map<string, TraitValue>>();
  for (const ids of traits.length === 0 ? [] : chunksOf([...new Set(customerIds)], 1_000)) {
    const rows = await db.forShop(shopId).selectFrom("CustomerTrait").select(["customerId", "traitId", "text", "number"]).where("customerId", "in", ids).execute();
    for (const { customerId, traitId, ...stored } of rows) {
      const trait = byId.get(traitId);
      const value = trait ? readStoredTrait(trait.type, stored) : null;
      if (!trait || value === null) continue;
      const own = values.get(customerId) ?? new Map<string, TraitValue>();
      values.set(customerId, own.set(trait.key, value));
    }
  }
  return (customerId) => ({ definitions, values: values.get(customerId ?? "") ?? new Map() });
}
