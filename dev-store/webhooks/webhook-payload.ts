import { collectionPayload, deletedCollectionPayload } from "./collection-payload.ts";
import { checkoutPayload } from "./checkout-payload.ts";
import { orderPayload } from "./order-payload.ts";
import { productPayload } from "./product-payload.ts";
import { refundPayload } from "./refund-payload.ts";
import { rawInteger } from "./raw-integer.ts";
import { shopPayload } from "./shop-payload.ts";
import {
  customerPayload,
  deletedCustomerPayload,
  emailConsentPayload,
  mergePayload,
  purchasingSummaryPayload,
  smsConsentPayload,
  tagsPayload,
} from "./customer-payload.ts";
import type { StoreChange, StoreState } from "../state/types.ts";

/** The body that Shopify 2026-07 would send for the change. `now` is the store's clock, epoch ms UTC. */
export function webhookPayload(change: StoreChange, state: StoreState, storeOrigin: string, now: number): unknown {
  const { shop } = state;
  switch (change.topic) {
    case "app/uninstalled":
    case "shop/update":
      return shopPayload(shop);
    case "customers/create":
    case "customers/update":
      return customerPayload(change.customer, shop);
    case "customers/purchasing_summary":
      return purchasingSummaryPayload(change.customer, shop, now);
    case "customers_email_marketing_consent/update":
      return emailConsentPayload(change.customer, shop);
    case "customers_marketing_consent/update":
      return smsConsentPayload(change.customer, shop);
    case "customers/delete":
      return deletedCustomerPayload(change.customerId);
    case "customers/merge":
      return mergePayload(change.keptId, change.removedId);
    case "customer.tags_added":
    case "customer.tags_removed":
      return tagsPayload(change.customer, change.tags, now);
    case "checkouts/create":
    case "checkouts/update":
      return checkoutPayload(change.checkout, state, storeOrigin);
    case "orders/create":
    case "orders/updated":
    case "orders/cancelled":
      return orderPayload(change.order, state);
    case "refunds/create":
      return refundPayload(change.refund, change.order, state);
    case "products/create":
    case "products/update":
      return productPayload(change.product, shop, storeOrigin);
    case "products/delete":
      return { id: rawInteger(change.productId) };
    case "collections/create":
    case "collections/update":
      return collectionPayload(change.collection, shop, now);
    case "collections/delete":
      return deletedCollectionPayload(change.collectionId);
    default:
      return change satisfies never;
  }
}
