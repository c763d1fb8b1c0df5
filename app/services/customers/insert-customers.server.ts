import { insertRows } from "~/adapters/db/insert-rows.server";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { ShopRow } from "~/queries/shop.server";
import type { WriteDeps } from "~/services/write-deps";
import type { SaidConsent } from "./record-consents.server";
import { customerRowOf, type CustomerRecord } from "./save-customers.server";

/** Somebody of whom nothing is kept yet. */
export interface NewCustomer {
  record: CustomerRecord;
  /** As Shopify shows them at `record.updatedAt`. */
  tags: readonly string[];
  /** Of each consent at most one. */
  consents: readonly (Omit<SaidConsent, "customerId"> & { consentId: string })[];
}

/**
 * Inserts customers who are not known (R45), with their tags, consents and the evidence of these: nobody waits for them
 * and no scenario holds them, so there is nobody to tell. The caller has looked in the same transaction.
 */
export async function insertCustomers(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, customers: readonly NewCustomer[]): Promise<void> {
  const rows = customers.map(({ record }) => customerRowOf(record, deps, shop));
  const of = customers.map((customer, index) => ({ ...customer, customerId: rows[index]?.id ?? "" }));
  const shopId = shop.id;
  await insertRows(tx.acrossShops, "Customer", rows);
  await insertRows(tx.acrossShops, "CustomerTag", of.flatMap(({ customerId, tags, record }) =>
    [...new Set(tags)].map((tag) => ({ shopId, customerId, tag, addedAt: record.updatedAt ?? deps.now, source: "shopify" }))));
  const said = of.flatMap(({ customerId, consents }) => consents.map((consent) => ({ customerId, ...consent })));
  await insertRows(tx.acrossShops, "CustomerConsent", said.map(({ customerId, consentId, state, at, source, evidence }) => ({ shopId, customerId, consentId, state, changedAt: at, source, evidence })));
  await insertRows(tx.acrossShops, "ConsentStatement", said.map(({ customerId, consentId, state, at, source, text, evidence }) => ({ shopId, id: deps.newId(), customerId, consentId, state, at, source, text, evidence })));
}
