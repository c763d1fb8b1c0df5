import type { WriteStatements } from "~/adapters/db/database.server";
import { customersPage, type CustomerNode } from "~/adapters/shopify/queries/customers-page";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { nextCursor, type ReadPage } from "./import-page";
import { consentInStepWith, consentStateOf, optInText, recordConsents, type SaidConsent } from "~/services/customers/record-consents.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { saveTagSnapshots } from "~/services/customers/save-customer-tags.server";
import { saveCustomers, type CustomerRecord } from "~/services/customers/save-customers.server";
import type { ShopifyChannel } from "./queue-shopify-write.server";
import type { WriteDeps } from "~/services/write-deps";

/** R45: customers with their consents, tags and totals. */
export const readCustomersPage: ReadPage = async (api, shop, { first, after }) => {
  const { data, restMs } = await api.ask(customersPage, { first, after, filter: null });
  const { nodes, pageInfo } = data.customers;
  return { rows: nodes.length, total: data.customersCount?.count ?? null, next: nextCursor(pageInfo), restMs, save: (tx, deps) => saveNodes(tx, deps, shop, nodes) };
};

async function saveNodes(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, nodes: readonly CustomerNode[]): Promise<void> {
  const ids = await saveCustomers(tx, deps, shop, nodes.map(recordOf));
  const known = nodes.flatMap((node) => {
    const customerId = ids.get(node.id);
    return customerId === undefined ? [] : [{ node, customerId }];
  });
  await saveTagSnapshots(tx, deps, shop.id, known.map(({ node, customerId }) => ({ customerId, tags: node.tags, at: node.updatedAt })));
  for (const channel of ["email", "sms"] as const) {
    const consentId = await consentInStepWith(tx, shop.id, channel);
    if (consentId !== null) await recordConsents(tx, deps, shop.id, consentId, known.flatMap(({ node, customerId }) => consentOf(node, channel, customerId)));
  }
  await customersChanged(tx, deps, shop.id, known.map(({ node, customerId }) => ({ customerId, need: "totals", at: node.updatedAt })));
}

function recordOf(node: CustomerNode): CustomerRecord {
  return {
    shopifyId: node.id,
    email: node.defaultEmailAddress?.emailAddress ?? null,
    phone: node.defaultPhoneNumber?.phoneNumber ?? null,
    firstName: node.firstName ?? "",
    lastName: node.lastName ?? "",
    locale: node.locale,
    countryCode: node.defaultAddress?.countryCodeV2 ?? null,
    city: node.defaultAddress?.city ?? null,
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    totals: { ordersCount: node.numberOfOrders, totalSpentMinor: fromDecimal(node.amountSpent.amount, node.amountSpent.currencyCode), at: node.updatedAt },
  };
}

function consentOf(node: CustomerNode, channel: ShopifyChannel, customerId: string): SaidConsent[] {
  const address = channel === "email" ? node.defaultEmailAddress : node.defaultPhoneNumber;
  const state = address ? consentStateOf(address.marketingState) : null;
  if (!address || state === null) return [];
  const evidence = JSON.stringify({ shopify: address.marketingState, ...(address.marketingOptInLevel ? { optInLevel: address.marketingOptInLevel } : {}) });
  return [{ customerId, state, at: address.marketingUpdatedAt ?? node.createdAt, source: "import", text: optInText(state, address.marketingOptInLevel), evidence }];
}
