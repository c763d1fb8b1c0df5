import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";

/** A customer as kept here, by what an import compares. */
export interface KnownCustomer {
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string;
  lastName: string;
  locale: string | null;
  countryCode: string | null;
  city: string | null;
  ordersCount: number;
  totalSpentMinor: number;
  shopifyUpdatedAt: Instant | null;
  totalsUpdatedAt: Instant | null;
  deletedAt: Instant | null;
  /** The consents in force, by their id. */
  consents: Map<string, { state: string; changedAt: Instant }>;
  /** Kinds of writes that Shopify has yet to hear. */
  untold: Set<string>;
}

/** Those of the customers who are known, deleted ones included, by Shopify's ids; a fixed number of statements for some hundred. */
export async function knownCustomers(tx: WriteStatements, shopId: number, shopifyIds: readonly string[]): Promise<ReadonlyMap<string, KnownCustomer>> {
  const own = tx.forShop(shopId);
  const known = new Map<string, KnownCustomer>();
  for (const chunk of chunksOf(shopifyIds, 500)) {
    const rows = await own.selectFrom("Customer")
      .select(["id", "shopifyId", "email", "phone", "firstName", "lastName", "locale", "countryCode", "city", "ordersCount", "totalSpentMinor", "shopifyUpdatedAt", "totalsUpdatedAt", "deletedAt"])
      .where("shopifyId", "in", chunk).execute();
    if (rows.length === 0) continue;
    const ids = rows.map(({ id }) => id);
    const byId = new Map<string, KnownCustomer>();
    for (const { shopifyId, ...row } of rows) {
      const customer = { ...row, consents: new Map(), untold: new Set<string>() };
      byId.set(row.id, customer);
      if (shopifyId !== null) known.set(shopifyId, customer);
    }
    for (const { customerId, consentId, state, changedAt } of await own.selectFrom("CustomerConsent").select(["customerId", "consentId", "state", "changedAt"]).where("customerId", "in", ids).execute()) {
      byId.get(customerId)?.consents.set(consentId, { state, changedAt });
    }
    for (const { subjectId, kind } of await own.selectFrom("ShopifyWrite").select(["subjectId", "kind"]).where("subjectId", "in", ids).where("kind", "in", ["email-consent", "sms-consent"]).where("status", "!=", "done").execute()) {
      byId.get(subjectId)?.untold.add(kind);
    }
  }
  return known;
}
