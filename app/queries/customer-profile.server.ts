import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";

/** What the unsubscribe step leaves with a consent. */
const scenarioEvidence = z.object({ scenario: z.string() });

export interface CustomerProfile {
  id: string;
  shopifyId: string | null;
  firstName: string;
  lastName: string;
  email: string | null;
  phone: string | null;
  city: string | null;
  countryCode: string | null;
  locale: string | null;
  ordersCount: number;
  totalSpentMinor: number;
  currency: string;
  createdAt: number;
  tags: string[];
  consents: { name: string; channels: string[]; state: string; changedAt: number | null; source: string | null; evidence: string | null; /** The scenario that withdrew it. */ scenario: string | null }[];
  visitors: { id: string; identifiedBy: string | null; lastSeenAt: number }[];
}

/** Who she is: profile, tags, consents with their evidence, and the browsers known to be hers. */
export async function findCustomerProfile(db: Statements, shopId: number, customerId: string): Promise<CustomerProfile | undefined> {
  const shop = db.forShop(shopId);
  const row = await shop.selectFrom("Customer").selectAll().where("id", "=", customerId).where("deletedAt", "is", null).executeTakeFirst();
  if (!row) return undefined;
  const [tags, definitions, states, visitors] = await Promise.all([
    shop.selectFrom("CustomerTag").select("tag").where("customerId", "=", customerId).orderBy("tag").execute(),
    shop.selectFrom("Consent").select(["id", "name", "channels"]).orderBy("name").execute(),
    shop.selectFrom("CustomerConsent").select(["consentId", "state", "changedAt", "source", "evidence"]).where("customerId", "=", customerId).execute(),
    shop.selectFrom("Visitor").select(["id", "identifiedBy", "lastSeenAt"]).where("customerId", "=", customerId).orderBy("lastSeenAt", "desc").limit(10).execute(),
  ]);
  const stateOf = new Map(states.map((state) => [state.consentId, state]));
  const { id, shopifyId, firstName, lastName, email, phone, city, countryCode, locale, ordersCount, totalSpentMinor, currency, createdAt } = row;
  return {
    id, shopifyId, firstName, lastName, email, phone, city, countryCode, locale, ordersCount, totalSpentMinor, currency, createdAt,
    tags: tags.map(({ tag }) => tag),
    consents: definitions.map((definition) => {
      const known = stateOf.get(definition.id);
      return {
        name: definition.name,
        channels: JSON.parse(definition.channels) as string[],
        state: known?.state ?? "never-asked",
        changedAt: known?.changedAt ?? null,
        source: known?.source ?? null,
        evidence: known?.evidence ?? null,
        scenario: known?.source === "scenario" && known.evidence !== null ? scenarioEvidence.parse(JSON.parse(known.evidence)).scenario : null,
      };
    }),
    visitors,
  };
}
