import { z } from "zod";
import { decimalText, gid, instantText, numericId } from "../shapes";

/** A customer as webhooks carry her, alone or within an order or a checkout. Since 2025-01 without tags, consent and totals. */
export const customerPayload = z.object({
  admin_graphql_api_id: gid("Customer"),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  created_at: instantText.nullish(),
  updated_at: instantText.nullish(),
  default_address: z.object({ city: z.string().nullish(), country_code: z.string().nullish() }).nullish(),
});

export const deletedCustomerPayload = z.object({ admin_graphql_api_id: gid("Customer") });

export const mergePayload = z.object({
  admin_graphql_api_customer_kept_id: gid("Customer"),
  admin_graphql_api_customer_deleted_id: gid("Customer"),
  status: z.string(),
});

export const tagsPayload = z.object({ customerId: gid("Customer"), tags: z.array(z.string()), occurredAt: instantText });

export const purchasingSummaryPayload = z.object({
  customerId: gid("Customer"),
  numberOfOrders: z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)]),
  amountSpent: z.object({ amount: decimalText, currencyCode: z.string() }),
  occurredAt: instantText,
});

export const emailConsentPayload = z.object({
  customer_id: numericId,
  email_marketing_consent: z.object({ state: z.string(), opt_in_level: z.string().nullish(), consent_updated_at: instantText.nullish() }),
});

/** Of text messages the key is `id`; Shopify sends a state of null where nothing was ever said. */
export const smsConsentPayload = z.object({
  id: numericId,
  sms_marketing_consent: z.object({ state: z.string().nullish(), opt_in_level: z.string().nullish(), consent_updated_at: instantText.nullish() }).nullish(),
});

export type CustomerPayload = z.infer<typeof customerPayload>;
export type DeletedCustomerPayload = z.infer<typeof deletedCustomerPayload>;
export type MergePayload = z.infer<typeof mergePayload>;
export type TagsPayload = z.infer<typeof tagsPayload>;
export type PurchasingSummaryPayload = z.infer<typeof purchasingSummaryPayload>;
export type EmailConsentPayload = z.infer<typeof emailConsentPayload>;
export type SmsConsentPayload = z.infer<typeof smsConsentPayload>;
