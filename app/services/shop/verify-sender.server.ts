import type { AppContext } from "~/app-context";
import { findShopByDomain } from "~/queries/shop.server";

/**
 * Asks the e-mail provider whether it may send from the shop's address, and remembers the answer. Where the provider
 * cannot be asked, what was known stays.
 */
export async function verifySender(context: Pick<AppContext, "db" | "clock" | "log" | "senderDomains">, domain: string): Promise<void> {
  const shop = await findShopByDomain(context.db, domain);
  if (!shop) return;
  try {
    const verified = await context.senderDomains.isVerified(shop.senderEmail);
    if (verified === (shop.senderVerifiedAt !== null)) return;
    const senderVerifiedAt = verified ? context.clock.now() : null;
    await context.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ senderVerifiedAt }).where("id", "=", shop.id).execute());
  } catch (error) {
    context.log.warn({ err: error, shop: domain }, "the sender could not be verified; the settings ask again");
  }
}
