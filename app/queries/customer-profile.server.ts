import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";

export interface StandingConsent {
  id: string;
  name: string;
  /** never-asked | pending | granted | withdrawn */
  state: string;
  /** The evidence, newest first; the newest of many. */
  statements: { id: string; state: string; at: Instant; source: string; text: string | null; /** The scenario that said it. */ scenario: string | null }[];
}

const MOST_STATEMENTS = 200;

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
  consents: StandingConsent[];
  visitors: { id: string; identifiedBy: string | null; lastSeenAt: number }[];
}

/** Who she is: profile, tags, consents with their evidence, and the browsers known to be hers. */
export async function findCustomerProfile(db: Statements, shopId: number, customerId: string): Promise<CustomerProfile | undefined> {
  const shop = db.forShop(shopId);
  const row = await shop.selectFrom("Customer").selectAll().where("id", "=", customerId).where("deletedAt", "is", null).executeTakeFirst();
  if (!row) return undefined;
  const [tags, definitions, states, statements, visitors] = await Promise.all([
    shop.selectFrom("CustomerTag").select("tag").where("customerId", "=", customerId).orderBy("tag").execute(),
    shop.selectFrom("Consent").select(["id", "name"]).orderBy("name").execute(),
    shop.selectFrom("CustomerConsent").select(["consentId", "state"]).where("customerId", "=", customerId).execute(),
    shop.selectFrom("ConsentStatement").select(["id", "consentId", "state", "at", "source", "text", "evidence"]).where("customerId", "=", customerId).orderBy("at", "desc").orderBy("id", "desc").limit(MOST_STATEMENTS).execute(),
    shop.selectFrom("Visitor").select(["id", "identifiedBy", "lastSeenAt"]).where("customerId", "=", customerId).orderBy("lastSeenAt", "desc").limit(10).execute(),
  ]);
  const stateOf = new Map(states.map(({ consentId, state }) => [consentId, state]));
  const { id, shopifyId, firstName, lastName, email, phone, city, countryCode, locale, ordersCount, totalSpentMinor, currency, createdAt } = row;
  return {
    id, shopifyId, firstName, lastName, email, phone, city, countryCode, locale, ordersCount, totalSpentMinor, currency, createdAt,
    tags: tags.map(({ tag }) => tag),
    consents: definitions.map((consent) => ({
      ...consent,
      state: stateOf.get(consent.id) ?? "never-asked",
      statements: statements.filter(({ consentId }) => consentId === consent.id).map(({ id: key, state, at, source, text, evidence }) => ({
        id: key, state, at, source, text, scenario: source === "scenario" && evidence !== null ? scenarioEvidence.parse(JSON.parse(evidence)).scenario : null,
      })),
    })),
    visitors,
  };
}
