import { countryName, decimal, gid, shopTime, shopTimeOrNull } from "./shopify-format.ts";
import { rawInteger } from "./raw-integer.ts";
import type { Customer, MarketingConsent, Shop } from "../state/types.ts";

/** `customers/create` and `customers/update`. Since 2025-01 they carry no tags, consent or totals. */
export function customerPayload(customer: Customer, shop: Shop) {
  const address = defaultAddress(customer);
  return {
    id: rawInteger(customer.id),
    created_at: shopTime(customer.createdAt, shop),
    updated_at: shopTime(customer.updatedAt, shop),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: "enabled",
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currency,
    addresses: address ? [address] : [],
    tax_exemptions: [],
    admin_graphql_api_id: gid("Customer", customer.id),
    ...(address ? { default_address: address } : {}),
  };
}

export function defaultAddress(customer: Customer) {
  if (!customer.city) return null;
  const country = countryName(customer.countryCode);
  return {
    id: rawInteger(customer.id),
    customer_id: rawInteger(customer.id),
    first_name: customer.firstName,
    last_name: customer.lastName,
    company: null,
    address1: "",
    address2: null,
    city: customer.city,
    province: "",
    country,
    zip: "",
    phone: customer.phone ?? "",
    name: `${customer.firstName} ${customer.lastName}`.trim(),
    province_code: "",
    country_code: customer.countryCode,
    country_name: country,
    default: true,
  };
}

/** The address as orders and checkouts carry it; null for a guest, of whom the local shop knows none. */
export function postalAddress(customer: Customer | undefined) {
  const address = customer ? defaultAddress(customer) : null;
  if (!address) return null;
  const { first_name, last_name, company, address1, address2, city, province, country, zip, phone, name, country_code, province_code } = address;
  return { first_name, address1, phone, city, zip, province, country, last_name, address2, company, latitude: null, longitude: null, name, country_code, province_code };
}

export function deletedCustomerPayload(id: string) {
  return { id: rawInteger(id), tax_exemptions: [], admin_graphql_api_id: gid("Customer", id) };
}

export function mergePayload(keptId: string, removedId: string) {
  return {
    admin_graphql_api_customer_kept_id: gid("Customer", keptId),
    admin_graphql_api_customer_deleted_id: gid("Customer", removedId),
    admin_graphql_api_job_id: null,
    status: "completed",
    errors: [],
  };
}

export function purchasingSummaryPayload(customer: Customer, shop: Shop, now: number) {
  return {
    customerId: gid("Customer", customer.id),
    numberOfOrders: customer.ordersCount,
    amountSpent: { amount: decimal(customer.totalSpentMinor, shop.currency), currencyCode: shop.currency },
    lastOrderId: customer.lastOrderId ? gid("Order", customer.lastOrderId) : null,
    occurredAt: new Date(now).toISOString(),
  };
}

export function tagsPayload(customer: Customer, tags: string[], now: number) {
  return { customerId: gid("Customer", customer.id), tags, occurredAt: new Date(now).toISOString() };
}

export function emailConsentPayload(customer: Customer, shop: Shop) {
  return {
    customer_id: rawInteger(customer.id),
    email_address: customer.email,
    email_marketing_consent: consent(customer.emailConsent, shop),
  };
}

export function smsConsentPayload(customer: Customer, shop: Shop) {
  return {
    id: rawInteger(customer.id),
    phone: customer.phone,
    sms_marketing_consent: { ...consent(customer.smsConsent, shop), consent_collected_from: "other" },
  };
}

function consent(given: MarketingConsent, shop: Shop) {
  return {
    state: given.state.toLowerCase(),
    opt_in_level: given.optInLevel?.toLowerCase() ?? null,
    consent_updated_at: shopTimeOrNull(given.updatedAt, shop),
  };
}
