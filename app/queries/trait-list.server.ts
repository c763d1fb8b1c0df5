import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { TraitDefinition } from "~/domain/trait/trait";
import { traitsUsed } from "~/domain/trait/traits-used";
import { listTraits } from "./traits.server";

/** Beyond this the page says "more than": nobody waits for a count over all customers. */
export const MOST_COUNTED = 1_000;

export interface TraitListItem extends TraitDefinition {
  /** Customers who have a value of it; one more than `MOST_COUNTED` where there are more. */
  customers: number;
  /** Scenarios that name it and are not deleted. */
  usedIn: { id: string; name: string }[];
  /** Whether Shopify is told of it (R45). */
  inShopify: boolean;
}

/** The shop's traits with what hangs on each. */
export async function readTraitList(db: Statements, shopId: number): Promise<TraitListItem[]> {
  const traits = await listTraits(db, shopId);
  if (traits.length === 0) return [];
  const scenarios = await db.forShop(shopId).selectFrom("Scenario").select(["id", "name", "definition"]).where("status", "!=", "deleted").orderBy("name").execute();
  const using = scenarios.map(({ id, name, definition }) => ({ scenario: { id, name }, keys: traitsUsed(JSON.parse(definition)) }));
  const told = await db.forShop(shopId).selectFrom("Trait").select("id").where("inShopify", "=", 1).where("deletedAt", "is", null).execute();
  const inShopify = new Set(told.map(({ id }) => id));
  const counts = await Promise.all(traits.map(({ id }) => countCustomers(db, shopId, id)));
  return traits.map((trait, index) => ({ ...trait, customers: counts[index] ?? 0, inShopify: inShopify.has(trait.id), usedIn: using.filter(({ keys }) => keys.has(trait.key)).map(({ scenario }) => scenario) }));
}

async function countCustomers(db: Statements, shopId: number, traitId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as "count" from (
      select 1 as "one" from "CustomerTrait" where "shopId" = ${shopId} and "traitId" = ${traitId} and ("text" is not null or "number" is not null) limit ${MOST_COUNTED + 1}
    ) counted`.execute(db.acrossShops);
  return Number(rows[0]?.count ?? 0);
}
