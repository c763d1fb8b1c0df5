import { countryName } from "../../webhooks/shopify-format.ts";
import { DateTime } from "luxon";
import { gid } from "../graphql-format.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";

export function shopNode(context: GraphqlContext): NodeFields {
  const { shop } = context.store.state;
  const zone = DateTime.fromMillis(context.now, { zone: shop.timeZone });
  // The online store is on this machine: what leads there from a mail must arrive.
  const url = context.storeOrigin;
  return {
    __typename: "Shop",
    id: gid("Shop", shop.id),
    name: shop.name,
    email: shop.email,
    contactEmail: shop.email,
    myshopifyDomain: shop.domain,
    url,
    primaryDomain: { id: gid("Domain", shop.id), host: new URL(url).host, url, sslEnabled: false },
    currencyCode: shop.currency,
    enabledPresentmentCurrencies: [shop.currency],
    ianaTimezone: shop.timeZone,
    timezoneAbbreviation: zone.toFormat("ZZZZ"),
    timezoneOffset: zone.toFormat("ZZZ"),
    timezoneOffsetMinutes: zone.offset,
    weightUnit: "KILOGRAMS",
    unitSystem: "METRIC_SYSTEM",
    taxesIncluded: false,
    setupRequired: false,
    description: null,
    plan: { displayName: "Developer Preview", publicDisplayName: "Development", partnerDevelopment: true, shopifyPlus: false },
    shopAddress: { id: gid("ShopAddress", shop.id), company: shop.name, name: shop.name, city: null, address1: null, address2: null, zip: null, phone: null, province: null, country: countryName(shop.countryCode), countryCode: shop.countryCode, countryCodeV2: shop.countryCode },
    billingAddress: { id: gid("ShopAddress", shop.id), company: shop.name, city: null, address1: null, address2: null, zip: null, phone: null, province: null, country: countryName(shop.countryCode), countryCode: shop.countryCode, countryCodeV2: shop.countryCode },
    customerTags: ({ first }: { first: number }) => {
      const tags = [...new Set([...context.store.state.customers.values()].flatMap((customer) => customer.tags))].sort().slice(0, first);
      return {
        edges: tags.map((tag) => ({ cursor: tag, node: tag })),
        nodes: tags,
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: tags[0] ?? null, endCursor: tags.at(-1) ?? null },
      };
    },
  };
}
