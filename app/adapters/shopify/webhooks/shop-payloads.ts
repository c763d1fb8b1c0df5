import { z } from "zod";
import { instantText, numericId } from "../shapes";

export const shopPayload = z.object({
  name: z.string(),
  email: z.string().nullish(),
  customer_email: z.string().nullish(),
  /** The storefront's own domain, where the shop has one. */
  domain: z.string().nullish(),
  myshopify_domain: z.string().nullish(),
  currency: z.string(),
  iana_timezone: z.string().nullish(),
  primary_locale: z.string().nullish(),
  updated_at: instantText.nullish(),
});

export const uninstalledPayload = z.object({});

export const scopesPayload = z.object({ current: z.array(z.string()) });

const person = z.object({ id: numericId, email: z.string().nullish(), phone: z.string().nullish() });

export const redactCustomerPayload = z.object({ customer: person, orders_to_redact: z.array(numericId).nullish() });

export const dataRequestPayload = z.object({
  customer: person,
  orders_requested: z.array(numericId).nullish(),
  data_request: z.object({ id: numericId }),
});

export const redactShopPayload = z.object({ shop_domain: z.string() });

export type ShopPayload = z.infer<typeof shopPayload>;
export type ScopesPayload = z.infer<typeof scopesPayload>;
export type RedactCustomerPayload = z.infer<typeof redactCustomerPayload>;
export type DataRequestPayload = z.infer<typeof dataRequestPayload>;
