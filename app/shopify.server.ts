import "@shopify/shopify-app-remix/adapters/node";
import { type AdminApiContext, ApiVersion, AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import { PrismaSessionStorage } from "@shopify/shopify-app-session-storage-prisma";
import type { Prisma } from "~/adapters/db/prisma-client.server";
import type { Environment } from "~/env.server";

export const API_VERSION = ApiVersion.July26;

/** The Shopify library, configured. `onInstalled` runs after a shop's token was exchanged for the first time. */
export function createShopify(env: Environment, prisma: Prisma, onInstalled: (input: { domain: string; graphql: AdminGraphql }) => Promise<void>) {
  return shopifyApp({
    apiKey: env.SHOPIFY_API_KEY,
    apiSecretKey: env.SHOPIFY_API_SECRET,
    apiVersion: API_VERSION,
    appUrl: env.SHOPIFY_APP_URL,
    scopes: env.SCOPES.split(","),
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    sessionStorage: new PrismaSessionStorage(prisma),
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    hooks: {
      afterAuth: async ({ session, admin }) => onInstalled({ domain: session.shop, graphql: admin.graphql }),
    },
  });
}

export type Shopify = ReturnType<typeof createShopify>;
/** Asks the Admin API in the name of one shop. */
export type AdminGraphql = AdminApiContext["graphql"];
