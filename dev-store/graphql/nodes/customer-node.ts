import { connection } from "../connection.ts";
import { countryName } from "../../webhooks/shopify-format.ts";
import { dateTime, dateTimeOrNull, gid, money } from "../graphql-format.ts";
import { searchFilter } from "../search-query.ts";
import type { ListArgs } from "../graph.ts";
import type { ConnectionArgs } from "../connection.ts";
import type { Customer, MarketingConsent } from "../../state/types.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";

export function customerNode(context: GraphqlContext, customer: Customer): NodeFields {
  const { shop } = context.store.state;
  const address = addressNode(customer);
  const addresses = address ? [address] : [];
  return {
    __typename: "Customer",
    id: gid("Customer", customer.id),
    legacyResourceId: customer.id,
    firstName: customer.firstName || null,
    lastName: customer.lastName || null,
    displayName: nameOf(customer) || customer.email || customer.phone || "",
    email: customer.email,
    phone: customer.phone,
    locale: customer.locale,
    tags: [...customer.tags],
    note: null,
    state: "ENABLED",
    verifiedEmail: customer.email !== null,
    validEmailAddress: customer.email !== null,
    taxExempt: false,
    createdAt: dateTime(customer.createdAt),
    updatedAt: dateTime(customer.updatedAt),
    numberOfOrders: String(customer.ordersCount),
    amountSpent: money(customer.totalSpentMinor, shop.currency),
    defaultEmailAddress: customer.email === null ? null : { emailAddress: customer.email, validFormat: true, openTrackingLevel: "UNKNOWN", ...marketing(customer.emailConsent) },
    defaultPhoneNumber: customer.phone === null ? null : { phoneNumber: customer.phone, ...marketing(customer.smsConsent), marketingCollectedFrom: "OTHER" },
    emailMarketingConsent: customer.email === null ? null : consentState(customer.emailConsent),
    smsMarketingConsent: customer.phone === null ? null : { ...consentState(customer.smsConsent), marketingOptInLevel: customer.smsConsent.optInLevel ?? "UNKNOWN", consentCollectedFrom: "OTHER" },
    defaultAddress: address,
    addresses,
    addressesV2: (args: ConnectionArgs) => connection(context, { items: addresses, id: () => customer.id, value: () => customer.id, node: (one) => one }, args),
    lastOrder: () => {
      const order = customer.lastOrderId ? context.graph.visibleOrder(customer.lastOrderId) : undefined;
      return order ? context.graph.order(order) : null;
    },
    orders: (args: ListArgs) => context.graph.orders(args, (order) => order.customerId === customer.id),
  };
}

const SORTS: Record<string, (customer: Customer) => string | number> = {
  ID: (customer) => customer.id.padStart(24, "0"),
  CREATED_AT: (customer) => customer.createdAt,
  UPDATED_AT: (customer) => customer.updatedAt,
  NAME: (customer) => `${customer.lastName} ${customer.firstName}`.toLowerCase(),
  LOCATION: (customer) => `${customer.countryCode} ${customer.city}`,
  RELEVANCE: (customer) => customer.id.padStart(24, "0"),
};

export function customerListing(context: GraphqlContext, args: ListArgs) {
  const items = matchingCustomers(context, args.query);
  const value = SORTS[args.sortKey ?? "ID"] ?? ((customer: Customer) => customer.id.padStart(24, "0"));
  return connection(context, { items, id: (customer) => customer.id, value, node: (customer) => customerNode(context, customer) }, args);
}

export function matchingCustomers(context: GraphqlContext, query: string | null | undefined): Customer[] {
  const matches = searchFilter<Customer>(query, {
    fields: {
      id: { kind: "number", of: (customer) => Number(customer.id) },
      email: { kind: "text", of: (customer) => customer.email },
      phone: { kind: "text", of: (customer) => customer.phone },
      first_name: { kind: "text", of: (customer) => customer.firstName },
      last_name: { kind: "text", of: (customer) => customer.lastName },
      country: { kind: "text", of: (customer) => countryName(customer.countryCode) },
      tag: { kind: "text", of: (customer) => customer.tags },
      orders_count: { kind: "number", of: (customer) => customer.ordersCount },
      total_spent: { kind: "number", of: (customer) => customer.totalSpentMinor / 100 },
      customer_date: { kind: "time", of: (customer) => customer.createdAt },
      updated_at: { kind: "time", of: (customer) => customer.updatedAt },
    },
    words: (customer) => [customer.firstName, customer.lastName, customer.email, customer.phone].join(" "),
  });
  return [...context.store.state.customers.values()].filter(matches);
}

function nameOf(customer: Customer): string {
  return `${customer.firstName} ${customer.lastName}`.trim();
}

function marketing(consent: MarketingConsent) {
  return { marketingState: consent.state, marketingOptInLevel: consent.optInLevel, marketingUpdatedAt: dateTimeOrNull(consent.updatedAt), sourceLocation: null };
}

function consentState(consent: MarketingConsent) {
  return { marketingState: consent.state, marketingOptInLevel: consent.optInLevel, consentUpdatedAt: dateTimeOrNull(consent.updatedAt), sourceLocation: null };
}

function addressNode(customer: Customer): NodeFields | null {
  if (!customer.city) return null;
  const country = countryName(customer.countryCode);
  return {
    __typename: "MailingAddress",
    id: `${gid("MailingAddress", customer.id)}?model_name=CustomerAddress`,
    firstName: customer.firstName || null,
    lastName: customer.lastName || null,
    name: nameOf(customer) || null,
    company: null,
    address1: null,
    address2: null,
    city: customer.city,
    zip: null,
    province: null,
    provinceCode: null,
    country,
    countryCode: customer.countryCode,
    countryCodeV2: customer.countryCode,
    phone: customer.phone,
    formattedArea: `${customer.city}, ${country}`,
  };
}
