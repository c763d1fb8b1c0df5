import type { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import { customerPayload, deletedCustomerPayload, emailConsentPayload, mergePayload, purchasingSummaryPayload, smsConsentPayload, tagsPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import { collectionPayload, deletedCollectionPayload } from "~/adapters/shopify/webhooks/collection-payloads";
import { checkoutPayload, orderPayload, refundPayload } from "~/adapters/shopify/webhooks/order-payloads";
import { deletedProductPayload, productPayload } from "~/adapters/shopify/webhooks/product-payloads";
import { dataRequestPayload, redactCustomerPayload, redactShopPayload, scopesPayload, shopPayload, uninstalledPayload } from "~/adapters/shopify/webhooks/shop-payloads";
import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { applyCheckout } from "./apply-checkout.server";
import { applyCollection, applyCollectionDeletion } from "./apply-collection.server";
import { applyCustomerDeletion } from "./apply-customer-deletion.server";
import { applyCustomerMerge } from "./apply-customer-merge.server";
import { applyCustomer } from "./apply-customer.server";
import { applyEmailConsent, applySmsConsent } from "./apply-marketing-consent.server";
import { applyOrderCancelled, applyOrderCreated } from "./apply-order.server";
import { applyProduct, applyProductDeletion } from "./apply-product.server";
import { applyPurchasingSummary } from "./apply-purchasing-summary.server";
import { applyRefund } from "./apply-refund.server";
import { applyScopesUpdate, applyShopUpdate } from "./apply-shop-update.server";
import { applyTagsAdded, applyTagsRemoved } from "./apply-tags.server";
import { recordDataRequest } from "~/services/customers/record-data-request.server";
import { redactCustomer } from "~/services/customers/redact-customer.server";
import { redactShop } from "~/services/shop/redact-shop.server";
import { uninstallShop } from "~/services/shop/uninstall-shop.server";
import type { WebhookDeps } from "./webhook-deps";

/** How a topic is applied: in one transaction with the note that it was done, or before that in pieces that may be repeated. */
export type WebhookHandler = {
  /** Whether it still concerns a shop that has uninstalled the app. */
  afterUninstall: boolean;
} & (
  | { in: "transaction"; apply(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: unknown): Promise<void> }
  | { in: "pieces"; apply(context: ServiceContext, shop: ShopRow, triggeredAt: Instant, payload: unknown): Promise<void> }
);

/** Every topic that shopify.app.toml subscribes. A payload of another shape throws a ZodError. */
export const webhookHandlers: Readonly<Record<string, WebhookHandler>> = {
  "app/uninstalled": { in: "pieces", afterUninstall: true, apply: (context, shop, at, payload) => (uninstalledPayload.parse(payload), uninstallShop(context, shop, at)) },
  "app/scopes_update": on(scopesPayload, applyScopesUpdate),
  "shop/update": on(shopPayload, applyShopUpdate),
  "customers/create": on(customerPayload, applyCustomer),
  "customers/update": on(customerPayload, applyCustomer),
  "customers/delete": on(deletedCustomerPayload, applyCustomerDeletion),
  "customers/merge": on(mergePayload, applyCustomerMerge),
  "customer.tags_added": on(tagsPayload, applyTagsAdded),
  "customer.tags_removed": on(tagsPayload, applyTagsRemoved),
  "customers/purchasing_summary": on(purchasingSummaryPayload, applyPurchasingSummary),
  "customers_email_marketing_consent/update": on(emailConsentPayload, applyEmailConsent),
  "customers_marketing_consent/update": on(smsConsentPayload, applySmsConsent),
  "checkouts/create": on(checkoutPayload, applyCheckout),
  "checkouts/update": on(checkoutPayload, applyCheckout),
  "orders/create": on(orderPayload, applyOrderCreated),
  "orders/cancelled": on(orderPayload, applyOrderCancelled),
  "refunds/create": on(refundPayload, applyRefund),
  "products/create": on(productPayload, applyProduct),
  "products/update": on(productPayload, applyProduct),
  "products/delete": on(deletedProductPayload, applyProductDeletion),
  "collections/create": on(collectionPayload, applyCollection),
  "collections/update": on(collectionPayload, applyCollection),
  "collections/delete": on(deletedCollectionPayload, applyCollectionDeletion),
  "customers/data_request": on(dataRequestPayload, recordDataRequest, true),
  "customers/redact": on(redactCustomerPayload, redactCustomer, true),
  "shop/redact": { in: "pieces", afterUninstall: true, apply: (context, shop, _at, payload) => (redactShopPayload.parse(payload), redactShop(context, shop)) },
};

function on<Payload>(
  shape: z.ZodType<Payload>, apply: (tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: Payload) => Promise<void>, afterUninstall = false,
): WebhookHandler {
  return { in: "transaction", afterUninstall, apply: (tx, deps, shop, payload) => apply(tx, deps, shop, shape.parse(payload)) };
}
