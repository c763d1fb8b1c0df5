import type { Statements } from "~/adapters/db/database.server";
import { constantOf } from "~/domain/trait/read-constant";
import { readStoredTrait } from "~/domain/trait/stored-trait";
import type { TraitConstant, TraitDefinition, TraitType } from "~/domain/trait/trait";
import type { ShopRow } from "./shop.server";
import { listTraits } from "./traits.server";

export interface CustomerTraitLine extends TraitDefinition {
  /** As it is written in a field; null where it is empty. */
  value: TraitConstant | null;
}

/** Every trait of the shop with what the customer has of it. */
export async function readCustomerTraits(db: Statements, shop: Pick<ShopRow, "id" | "timeZone">, customerId: string): Promise<CustomerTraitLine[]> {
  const [traits, rows] = await Promise.all([
    listTraits(db, shop.id),
    db.forShop(shop.id).selectFrom("CustomerTrait").select(["traitId", "text", "number"]).where("customerId", "=", customerId).execute(),
  ]);
  const stored = new Map(rows.map((row) => [row.traitId, row]));
  return traits.map((trait) => {
    const row = stored.get(trait.id);
    const value = row ? readStoredTrait(trait.type, row) : null;
    return { ...trait, value: value === null ? null : constantOf(trait, value, shop.timeZone) };
  });
}

/** One line of the history, as the timeline shows it. */
export interface TraitChangeLine {
  id: string;
  at: number;
  name: string;
  type: TraitType;
  did: "set" | "clear" | "add";
  amount: number | null;
  value: TraitConstant | null;
  scenario: { id: string; name: string } | null;
  /** Whether it came from a file. */
  imported: boolean;
  staffId: string | null;
}

/** What was done to a customer's traits before an instant, newest first; traits deleted since keep their name. */
export async function readTraitChanges(db: Statements, shopId: number, customerId: string, before: number, limit: number): Promise<TraitChangeLine[]> {
  const { timeZone } = await db.acrossShops.selectFrom("Shop").select("timeZone").where("id", "=", shopId).executeTakeFirstOrThrow();
  const rows = await db.forShop(shopId).sql.selectFrom("TraitChange as c")
    .innerJoin("Trait as t", (join) => join.onRef("t.shopId", "=", "c.shopId").onRef("t.id", "=", "c.traitId"))
    .leftJoin("Scenario as s", (join) => join.onRef("s.shopId", "=", "c.shopId").onRef("s.id", "=", "c.scenarioId"))
    .select(["c.id", "c.at", "t.name", "t.type", "c.did", "c.amount", "c.text", "c.number", "c.scenarioId", "s.name as scenarioName", "c.source", "c.staffId"])
    .where("c.shopId", "=", shopId).where("c.customerId", "=", customerId).where("c.at", "<", before)
    .orderBy("c.at", "desc").orderBy("c.id", "desc").limit(limit).execute();
  return rows.map(({ type: stored, did, text, number, scenarioId, scenarioName, source, ...row }) => {
    const type = stored as TraitType;
    const value = readStoredTrait(type, { text, number });
    return { ...row, imported: source === "import", type, did: did as TraitChangeLine["did"], value: value === null ? null : constantOf({ type }, value, timeZone), scenario: scenarioId === null ? null : { id: scenarioId, name: scenarioName ?? "" } };
  });
}
