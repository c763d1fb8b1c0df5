import type { ServiceContext } from "~/app-context";
import type { FailedKind } from "~/queries/needs-attention.server";
import type { ShopRow } from "~/queries/shop.server";

/** Tries again, from the beginning, what failed of one kind. What succeeded is never done twice: each of them is applied by its key. */
export async function retryFailed(context: ServiceContext, shop: Pick<ShopRow, "id" | "domain">, kind: FailedKind): Promise<void> {
  const again = { status: "waiting", attempts: 0, nextTryAt: context.clock.now(), error: null };
  switch (kind) {
    case "webhooks":
      await context.db.write((tx) => tx.acrossShops.updateTable("WebhookReceipt").set(again).where("shopDomain", "=", shop.domain).where("status", "=", "failed").execute());
      return context.wake.wake("webhooks");
    case "imports":
      await context.db.write((tx) => tx.forShop(shop.id).updateTable("ImportJob").set({ ...again, finishedAt: null }).where("status", "=", "failed").execute());
      return context.wake.wake("import");
    case "shopify-writes":
      await context.db.write((tx) => tx.forShop(shop.id).updateTable("ShopifyWrite").set(again).where("status", "=", "failed").execute());
      return context.wake.wake("shopify-writes");
    default:
      return kind satisfies never;
  }
}
