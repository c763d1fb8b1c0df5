import type { AppContext } from "~/context.server";
import type { AdminGraphql } from "~/shopify.server";

/** After the first token exchange: reads the shop from Shopify, stores it with its consents and asks for the first import. */
export async function installShop(_context: AppContext, _installed: { domain: string; graphql: AdminGraphql }): Promise<void> {}
