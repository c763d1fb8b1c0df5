import { z } from "zod";
import type { AppContext } from "~/context.server";
import type { ShopRow } from "~/queries/shop.server";

/** What the merchant may set. Messages are keys of the locale file `settings.json`. */
export const settingsInput = z.object({
  senderName: z.string().trim().min(1, "problems.senderName").max(100, "problems.senderName").regex(/^[^<>"\r\n]*$/, "problems.senderName"),
  senderEmail: z.email("problems.senderEmail").max(254, "problems.senderEmail"),
  clickWindowDays: z.coerce.number("problems.clickWindow").int("problems.clickWindow").min(1, "problems.clickWindow").max(90, "problems.clickWindow"),
  openWindowDays: z.coerce.number("problems.openWindow").int("problems.openWindow").min(0, "problems.openWindow").max(30, "problems.openWindow"),
});

export type SettingsInput = z.infer<typeof settingsInput>;

/**
 * Saves the settings and asks the e-mail provider about the sender. An address whose domain is not verified is saved too:
 * the set-up guide tells of it until it is.
 */
export async function saveSettings(context: AppContext, shop: ShopRow, input: SettingsInput): Promise<{ senderVerified: boolean }> {
  const verified = await context.senderDomains.isVerified(input.senderEmail);
  const known = shop.senderEmail === input.senderEmail ? shop.senderVerifiedAt : null;
  const senderVerifiedAt = verified ? (known ?? context.clock.now()) : null;
  await context.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ ...input, senderVerifiedAt }).where("id", "=", shop.id).execute());
  return { senderVerified: verified };
}
