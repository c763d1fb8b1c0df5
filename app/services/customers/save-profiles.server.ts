import type { WriteStatements } from "~/adapters/db/database.server";
import type { ShopRow } from "~/queries/shop.server";
import type { WriteDeps } from "~/services/write-deps";
import { customersChanged } from "./customers-changed.server";
import { saveCustomers, type CustomerRecord } from "./save-customers.server";

/** What segments ask about a profile. */
const ASKED = ["email", "phone", "countryCode", "city", "locale", "createdAt"] as const;

/** Upserts some customers of whom a live telling speaks, and has those looked at whose profile is another by it, or who are new (R8, R20, R31). The caller wakes "runs" after the commit. */
export async function saveProfiles(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, records: readonly CustomerRecord[]): Promise<void> {
  const profiles = () => tx.forShop(shop.id).selectFrom("Customer").select(["id", ...ASKED]).where("shopifyId", "in", records.map(({ shopifyId }) => shopifyId)).orderBy("id").execute();
  const before = new Map((await profiles()).map((profile) => [profile.id, profile]));
  await saveCustomers(tx, deps, shop, records);
  const changed = (await profiles()).filter((profile) => ASKED.some((field) => profile[field] !== before.get(profile.id)?.[field]));
  await customersChanged(tx, deps, shop.id, changed.map(({ id }) => ({ customerId: id, need: before.has(id) ? "profile" : "all", at: deps.now })));
}
