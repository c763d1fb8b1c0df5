import type { AppContext } from "~/app-context";
import type { ShopRow } from "~/queries/shop.server";

/** Gives the shop a new secret. `seen` is the version the merchant looked at: two clicks at once change it once. */
export async function rotateWebhookSecret({ db, clock }: Pick<AppContext, "db" | "clock">, shop: Pick<ShopRow, "id">, seen: number): Promise<void> {
  await db.write((tx) => tx.acrossShops.updateTable("Shop").set({ webhookSecretVersion: seen + 1, webhookSecretChangedAt: clock.now() })
    .where("id", "=", shop.id).where("webhookSecretVersion", "=", seen).execute());
}
