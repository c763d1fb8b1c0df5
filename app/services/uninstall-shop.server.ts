import type { ServiceContext } from "~/context.server";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { stopScenario } from "./stop-scenario.server";

/**
 * app/uninstalled: the tokens go, every active scenario stops and holds those inside, and nothing more is sent. History
 * stays until Shopify asks for its removal (shop/redact). One that was overtaken by a reinstallation changes nothing.
 */
export async function uninstallShop(context: ServiceContext, shop: ShopRow, at: Instant): Promise<void> {
  if (at < shop.installedAt) return;
  await context.db.write(async (tx) => {
    await tx.acrossShops.updateTable("Shop").set({ uninstalledAt: at }).where("id", "=", shop.id).execute();
    await tx.acrossShops.deleteFrom("Session").where("shop", "=", shop.domain).execute();
    const own = tx.forShop(shop.id);
    await own.deleteFrom("ImportJob").where("status", "in", ["waiting", "running"]).execute();
    await own.deleteFrom("ShopifyWrite").where("status", "=", "waiting").execute();
    await own.deleteFrom("IdleClock").execute();
    await own.updateTable("Message").set({ status: "cancelled", reason: "uninstalled", dueAt: null }).where("status", "=", "queued").where("batchId", "is", null).execute();
  });
  const active = await context.db.forShop(shop.id).selectFrom("Scenario").select("id").where("status", "=", "active").execute();
  for (const { id } of active) {
    const stopped = await stopScenario(context, shop.id, id, "hold");
    if (!stopped.ok) throw new Error(`scenario ${id} could not be stopped: ${stopped.key}`);
  }
}
