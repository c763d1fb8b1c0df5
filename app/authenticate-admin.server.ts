import type { WebContext } from "~/app-context";
import type { ShopRow } from "~/queries/shop.server";
import { findShopByDomain } from "~/queries/shop.server";
import type { AdminGraphql } from "~/shopify.server";

export interface AdminRequest {
  shop: ShopRow;
  graphql: AdminGraphql;
  /** Shopify's id of the member of staff who asks; null where the token does not say. */
  staffId: string | null;
}

/**
 * Who asks, in the admin: throws Shopify's redirects and 401s, else answers the shop of the session token. On the first
 * page after the installation several loaders ask at once, and only one of them is told of it by the library; the
 * others may come before the shop is stored.
 */
export async function authenticateAdmin(context: WebContext, request: Request): Promise<AdminRequest> {
  const { admin, session, sessionToken } = await context.shopify.authenticate.admin(request);
  const staffId = sessionToken.sub || null;
  const known = await findShopByDomain(context.db, session.shop);
  if (known) return { shop: known, graphql: admin.graphql, staffId };
  await context.install(session.shop, admin.graphql);
  const shop = await findShopByDomain(context.db, session.shop);
  if (!shop) throw new Response(`${session.shop} is not installed. Open the app from the Shopify admin again.`, { status: 409 });
  return { shop, graphql: admin.graphql, staffId };
}
