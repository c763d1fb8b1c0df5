import { bulkCustomers, type CustomerNode } from "~/adapters/shopify/queries/bulk-customers";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { insertCustomers, type NewCustomer } from "~/services/customers/insert-customers.server";
import { consentInStepWith, consentStateOf, optInText, recordConsents, type SaidConsent } from "~/services/customers/record-consents.server";
import { saveTagSnapshots } from "~/services/customers/save-customer-tags.server";
import { customerIdsOf, saveCustomers, type CustomerRecord } from "~/services/customers/save-customers.server";
import { isWatching, keepMembers } from "~/services/segments/keep-members.server";
import type { WriteDeps } from "~/services/write-deps";
import { importKind } from "./import-kind";
import { knownCustomers, type KnownCustomer } from "./known-customers.server";
import type { Mended } from "./mended";
import type { ShopifyChannel } from "./queue-shopify-write.server";

const CHANNELS = ["email", "sms"] as const;

/** What Shopify tells of one customer. */
interface Told {
  record: CustomerRecord & { updatedAt: Instant };
  tags: readonly string[];
  consents: Record<ShopifyChannel, ToldConsent | null>;
}

/** Null as the statement: Shopify says "not subscribed". */
interface ToldConsent {
  said: Omit<SaidConsent, "customerId"> | null;
  /** Shopify's word. */
  word: string;
  at: Instant | null;
}

/** R45: customers with their consents, tags and totals. Those whom nobody knew yet cost four statements for many; of the others only what differs is written. */
export const importedCustomers = importKind(bulkCustomers, toldBy, async (tx, deps, shop, all) => {
  const people = [...new Map(all.map((told) => [told.record.shopifyId, told])).values()];
  const consentIds = { email: await consentInStepWith(tx, shop.id, "email"), sms: await consentInStepWith(tx, shop.id, "sms") };
  const known = await knownCustomers(tx, shop.id, people.map(({ record }) => record.shopifyId));
  const unknown = people.filter(({ record }) => !known.has(record.shopifyId));
  await insertCustomers(tx, deps, shop, unknown.map(({ record, tags, consents }): NewCustomer => ({
    record, tags,
    consents: CHANNELS.flatMap((channel) => {
      const said = consents[channel]?.said;
      const consentId = consentIds[channel];
      return said && consentId !== null ? [{ ...said, consentId }] : [];
    }),
  })));
  const standing = people.flatMap((told) => {
    const customer = known.get(told.record.shopifyId);
    return customer && customer.deletedAt === null ? [{ ...told, customer }] : [];
  });
  const mended = { customersAdded: unknown.length, ...(await reconcile(tx, deps, shop, standing, consentIds)) };
  if (await isWatching(tx, shop.id)) {
    const ids = await customerIdsOf(tx, shop.id, people.map(({ record }) => record.shopifyId));
    await keepMembers(tx, deps, shop.id, new Map([...ids.values()].map((id) => [id, new Set(["all"])])));
  }
  return mended;
});

interface Standing extends Told {
  customer: KnownCustomer;
}

async function reconcile(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, standing: readonly Standing[], consentIds: Record<ShopifyChannel, string | null>): Promise<Mended> {
  const newer = standing.filter(({ record, customer }) => record.updatedAt > (customer.shopifyUpdatedAt ?? -1) || record.updatedAt > (customer.totalsUpdatedAt ?? -1));
  const changed = newer.filter(({ record, customer }) => differs(record, customer));
  if (newer.length > 0) await saveCustomers(tx, deps, shop, newer.map(({ record }) => record));
  await customersChanged(tx, deps, shop.id, changed.flatMap(({ record, customer }) => (["totals", "profile"] as const).map((need) => ({ customerId: customer.id, need, at: record.updatedAt }))));
  const tags = await saveTagSnapshots(tx, deps, shop.id, standing.map(({ record, tags, customer }) => ({ customerId: customer.id, tags, at: record.updatedAt })));
  let consents = 0;
  for (const channel of CHANNELS) {
    const consentId = consentIds[channel];
    if (consentId === null) continue;
    const news = standing.flatMap((told) => newsOf(told, channel, consentId));
    await recordConsents(tx, deps, shop.id, consentId, news.map(({ said }) => said));
    consents += news.filter(({ mends }) => mends).length;
  }
  return { customersChanged: changed.length, tags: tags.size, consents };
}

/** Whether what Shopify tells is other than what is kept, where it tells it later. */
function differs(record: CustomerRecord, known: KnownCustomer): boolean {
  const { totals } = record;
  const profile = record.updatedAt !== null && record.updatedAt > (known.shopifyUpdatedAt ?? -1) && (
    (record.email?.toLowerCase() ?? null) !== known.email || record.phone !== known.phone || record.firstName !== known.firstName || record.lastName !== known.lastName
    || record.countryCode !== known.countryCode || record.city !== known.city || (record.locale !== null && record.locale !== known.locale));
  const bought = totals !== undefined && totals.at > (known.totalsUpdatedAt ?? -1) && (totals.ordersCount !== known.ordersCount || totals.totalSpentMinor !== known.totalSpentMinor);
  return profile || bought;
}

function toldBy(node: CustomerNode): Told {
  return {
    record: {
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
    },
    tags: node.tags,
    consents: { email: consentOf(node, node.defaultEmailAddress), sms: consentOf(node, node.defaultPhoneNumber) },
  };
}

function consentOf(node: CustomerNode, address: { marketingState: string; marketingUpdatedAt: Instant | null; marketingOptInLevel: string | null } | null): ToldConsent | null {
  if (!address) return null;
  const { marketingState: word, marketingUpdatedAt: at, marketingOptInLevel: level } = address;
  const state = consentStateOf(word);
  if (state === null) return { said: null, word, at };
  const evidence = JSON.stringify({ shopify: word, ...(level ? { optInLevel: level } : {}) });
  return { said: { state, at: at ?? node.createdAt, source: "import", text: optInText(state, level), evidence }, word, at };
}

/**
 * What is new of what Shopify says of a known customer's consent, and whether another state comes into force by it. "Not
 * subscribed" takes a consent back, as it does in a webhook, unless Shopify has yet to hear of that consent from here.
 */
function newsOf({ record, consents, customer }: Standing, channel: ShopifyChannel, consentId: string): { said: SaidConsent; mends: boolean }[] {
  const told = consents[channel];
  const kept = customer.consents.get(consentId);
  if (!told) return [];
  if (told.said) {
    if (kept && kept.state === told.said.state && told.said.at <= kept.changedAt) return [];
    return [{ said: { ...told.said, customerId: customer.id }, mends: kept === undefined || (kept.state !== told.said.state && told.said.at > kept.changedAt) }];
  }
  const at = told.at ?? record.updatedAt;
  if (!kept || kept.state === "withdrawn" || at <= kept.changedAt || customer.untold.has(`${channel}-consent`)) return [];
  return [{ said: { customerId: customer.id, state: "withdrawn", at, source: "import", text: null, evidence: JSON.stringify({ shopify: told.word }) }, mends: true }];
}
