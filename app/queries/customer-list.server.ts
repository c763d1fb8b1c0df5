import { sql, type SqlBool } from "kysely";
import type { Statements } from "~/adapters/db/database.server";

export const CUSTOMERS_A_PAGE = 50;

export interface CustomerListItem {
  id: string;
  firstName: string;
  lastName: string;
  email: string | null;
  ordersCount: number;
  totalSpentMinor: number;
  currency: string;
  /** State of the e-mail consents of the shop: granted if any is. */
  emailConsent: "granted" | "withdrawn" | "pending" | "never-asked";
  activeRuns: number;
}

export interface CustomerListPage {
  customers: CustomerListItem[];
  /** Opaque place of the next page, or null. */
  next: string | null;
}

interface Place {
  lastName: string;
  firstName: string;
  id: string;
}

const encodePlace = (place: Place): string => Buffer.from(JSON.stringify([place.lastName, place.firstName, place.id])).toString("base64url");

function decodePlace(text: string | null): Place | null {
  if (!text) return null;
  try {
    const [lastName, firstName, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as [string, string, string];
    return { lastName: String(lastName), firstName: String(firstName), id: String(id) };
  } catch (error) {
    throw new Response(null, { status: 404, statusText: error instanceof SyntaxError ? "no such page" : String(error) });
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** Without regard to case, of the letters A to Z, on both databases. */
const like = (column: string, pattern: string) => sql<SqlBool>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`;

/** Customers by name, 50 a page. `search` meets the beginning of a first or last name, or any part of an e-mail address. */
export async function listCustomers(db: Statements, shopId: number, input: { search: string; after: string | null }): Promise<CustomerListPage> {
  const after = decodePlace(input.after);
  let query = db.forShop(shopId).selectFrom("Customer")
    .select(["id", "firstName", "lastName", "email", "ordersCount", "totalSpentMinor", "currency"])
    .where("deletedAt", "is", null);
  for (const word of input.search.trim().split(/\s+/).filter(Boolean).slice(0, 4)) {
    const start = `${escapeLike(word)}%`;
    const anywhere = `%${start}`;
    query = query.where(sql<SqlBool>`(${like("firstName", start)} or ${like("lastName", start)} or ${like("email", anywhere)})`);
  }
  if (after) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple("lastName", "firstName", "id"), ">", tuple(after.lastName, after.firstName, after.id)));
  }
  const rows = await query.orderBy("lastName").orderBy("firstName").orderBy("id").limit(CUSTOMERS_A_PAGE + 1).execute();
  const page = rows.slice(0, CUSTOMERS_A_PAGE);
  const last = page.at(-1);
  const details = await loadDetails(db, shopId, page.map((row) => row.id));
  return {
    customers: page.map((row) => ({
      ...row,
      emailConsent: details.consents.get(row.id) ?? "never-asked",
      activeRuns: details.runs.get(row.id) ?? 0,
    })),
    next: rows.length > CUSTOMERS_A_PAGE && last ? encodePlace(last) : null,
  };
}

async function loadDetails(db: Statements, shopId: number, customerIds: string[]) {
  const shop = db.forShop(shopId);
  const definitions = await shop.selectFrom("Consent").select(["id", "channels"]).execute();
  const email = definitions.filter((consent) => (JSON.parse(consent.channels) as string[]).includes("email")).map((consent) => consent.id);
  const states = email.length === 0 || customerIds.length === 0 ? [] : await shop.selectFrom("CustomerConsent")
    .select(["customerId", "state"]).where("customerId", "in", customerIds).where("consentId", "in", email).execute();
  const consents = new Map<string, CustomerListItem["emailConsent"]>();
  for (const { customerId, state } of states) {
    if (consents.get(customerId) !== "granted") consents.set(customerId, state as CustomerListItem["emailConsent"]);
  }
  const counts = customerIds.length === 0 ? [] : await shop.selectFrom("Run")
    .select(({ fn }) => ["customerId", fn.countAll<number>().as("runs")])
    .where("customerId", "in", customerIds).where("status", "=", "active").groupBy("customerId").execute();
  return { consents, runs: new Map(counts.map(({ customerId, runs }) => [customerId, runs])) };
}
