import { type MovableClock } from "~/adapters/clock/movable-clock";
import type { AdminApi } from "~/adapters/shopify/admin-api";
import { adminApiOver } from "~/adapters/shopify/admin-api.server";
import { BulkOperations } from "../../dev-store/graphql/bulk-operations.ts";
import { CustomerSegments } from "../../dev-store/graphql/customer-segments.ts";
import { createAdminGraphql } from "../../dev-store/graphql/create-admin-graphql.ts";
import { AccessTokens } from "../../dev-store/oauth/access-tokens.ts";
import { listen } from "../../dev-store/oauth/listen.ts";
import type { Store } from "../../dev-store/state/store.ts";

export const SCOPES = ["read_customers", "write_customers", "read_customer_merge", "read_products", "read_orders", "read_themes", "write_discounts", "write_app_proxy"];
export const DOMAIN = "juniper-and-clay.myshopify.com";

/** Where a local Admin API listens, for a process of its own. */
export interface AdminApiAddress {
  origin: string;
  token: string;
}

/** The Admin API of a store of our own, asked in this process and found at its address by others. */
export async function localAdminApi(store: Store, clock: MovableClock, scopes: readonly string[] = SCOPES): Promise<{ api: AdminApi; address: AdminApiAddress; bulk: BulkOperations; segments: CustomerSegments; close: () => Promise<void> }> {
  const tokens = new AccessTokens("secret", () => clock.now());
  const token = tokens.issue("offline", DOMAIN, [...scopes], null);
  const { origin, close } = await listen((request, response) => handle(request, response));
  const bulk = new BulkOperations(origin);
  const segments = new CustomerSegments();
  const handle = createAdminGraphql({ store, bulk, segments, tokens, apiKey: "key", appName: "Scenarios", appHandle: "scenarios", storeOrigin: origin, realNow: () => clock.now() });
  const address = { origin, token };
  return { api: adminApiAt(address), address, bulk, segments, close: async () => void (await close()) };
}

/** Asks the local store as Shopify's client does, and throws what it throws. */
export function adminApiAt({ origin, token }: AdminApiAddress): AdminApi {
  return adminApiOver(async (document, { variables, signal }) => {
    const response = await fetch(`${origin}/_shopify/${DOMAIN}/admin/api/2026-07/graphql.json`, {
      method: "POST", signal, headers: { "content-type": "application/json", "x-shopify-access-token": token }, body: JSON.stringify({ query: document, variables }),
    });
    const body = (await response.json()) as { errors?: unknown; extensions?: unknown };
    if (body.errors) throw Object.assign(new Error("refused"), { body: { errors: { graphQLErrors: body.errors }, extensions: body.extensions } });
    return new Response(JSON.stringify(body));
  });
}
