import type { WriteStatements } from "~/adapters/db/database.server";
import type { PurchasingSummaryPayload } from "~/adapters/shopify/webhooks/customer-payloads";
import { fromDecimal } from "~/domain/money";
import type { ShopRow } from "~/queries/shop.server";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { customerIdOf } from "~/services/customers/save-customers.server";
import type { WebhookDeps } from "./webhook-deps";

/** customers/purchasing_summary: orders count and total spent, guarded by their own time. */
export async function applyPurchasingSummary(tx: WriteStatements, deps: WebhookDeps, shop: ShopRow, payload: PurchasingSummaryPayload): Promise<void> {
  const customerId = await customerIdOf(tx, deps, shop, payload.customerId);
  await tx.forShop(shop.id).updateTable("Customer")
    .set({
      ordersCount: payload.numberOfOrders,
      totalSpentMinor: fromDecimal(payload.amountSpent.amount, payload.amountSpent.currencyCode),
      currency: payload.amountSpent.currencyCode,
      totalsUpdatedAt: payload.occurredAt,
      updatedAt: deps.now,
    })
    .where("id", "=", customerId).where("deletedAt", "is", null)
    .where((row) => row.or([row("totalsUpdatedAt", "is", null), row("totalsUpdatedAt", "<=", payload.occurredAt)]))
    .execute();
  await customersChanged(tx, deps, shop.id, [{ customerId, need: "totals", at: payload.occurredAt }]);
}
