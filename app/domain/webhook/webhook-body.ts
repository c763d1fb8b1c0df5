import { isAmount, type CustomEvent } from "~/domain/custom-event/event-definition";
import type { Instant } from "~/domain/instant";
import { minorDigits } from "~/domain/money";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";

export interface WebhookSubject {
  /** The delivery's id: the same in every try. */
  id: string;
  test: boolean;
  createdAt: Instant;
  shop: { domain: string; name: string };
  customer: {
    shopifyId: string | null; email: string | null; phone: string | null; firstName: string; lastName: string; city: string | null; countryCode: string | null; locale: string | null;
    ordersCount: number; totalSpentMinor: number; currency: string;
  };
  scenario: { id: string; name: string; version: number };
  run: { id: string; stepId: string; enteredAt: Instant };
  trigger: TriggerContext;
}

/** The JSON that a receiver gets. `data` is the merchant's own, null without one. Names are snake case, instants ISO 8601 in UTC, amounts decimal text. */
export function webhookBody({ id, test, createdAt, shop, customer, scenario, run, trigger }: WebhookSubject, data: unknown): string {
  return JSON.stringify({
    id,
    type: "scenario.webhook",
    test,
    created_at: iso(createdAt),
    shop,
    customer: {
      shopify_id: customer.shopifyId, email: customer.email, phone: customer.phone, first_name: customer.firstName, last_name: customer.lastName,
      city: customer.city, country_code: customer.countryCode, locale: customer.locale, orders_count: customer.ordersCount,
      total_spent: { amount: decimal(customer.totalSpentMinor, customer.currency), currency: customer.currency },
    },
    scenario,
    run: { id: run.id, step_id: run.stepId, entered_at: iso(run.enteredAt) },
    trigger: { at: trigger.at === undefined ? null : iso(trigger.at), cart_token: trigger.cartToken ?? null, product_ids: trigger.productIds ?? [], order_id: trigger.orderId ?? null, event: trigger.event ? eventTold(trigger.event) : null },
    data,
  });
}

/** R13: the custom event that let the customer in, amounts written as everywhere in the body. */
const eventTold = ({ name, properties }: CustomEvent) => ({
  name,
  properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, isAmount(value) ? { amount: decimal(value.minor, value.currency), currency: value.currency } : value])),
});

const iso = (at: Instant) => new Date(at).toISOString();

function decimal(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
