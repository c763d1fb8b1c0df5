import { z } from "zod";
import type { AppContext } from "~/app-context";
import { readSmsSender } from "~/domain/message/sms-sender";
import type { ShopRow } from "~/queries/shop.server";
import { staffEmailsInput } from "./staff-emails";

/** An empty field is not zero days. */
const days = (least: number, most: number, problem: string) => z.string(problem).trim().regex(/^\d{1,3}$/, problem).transform(Number).pipe(z.int().min(least, problem).max(most, problem));

/** What the merchant may set. Messages are keys of the locale file `settings.json`. */
export const settingsInput = z.object({
  senderName: z.string("problems.senderName").trim().min(1, "problems.senderName").max(100, "problems.senderName").regex(/^[^<>"\r\n]*$/, "problems.senderName"),
  senderEmail: z.string("problems.senderEmail").trim().pipe(z.email("problems.senderEmail").max(254, "problems.senderEmail")),
  /** R27: empty takes the installation's. */
  smsSender: z.string("problems.smsSender").trim().default("").transform((text, issues) => {
    if (text === "") return null;
    const read = readSmsSender(text);
    if (!read) issues.addIssue({ code: "custom", message: "problems.smsSender" });
    return read?.sender ?? null;
  }),
  /** What one segment costs, in the shop's currency; empty where it is not known. Stored in millionths. */
  smsSegmentPrice: z.string("problems.smsSegmentPrice").trim().regex(/^(\d{1,4}([.,]\d{1,6})?)?$/, "problems.smsSegmentPrice").default("").transform((text) => (text === "" ? null : Math.round(Number(text.replace(",", ".")) * 1_000_000))),
  clickWindowDays: days(1, 90, "problems.clickWindow"),
  openWindowDays: days(0, 30, "problems.openWindow"),
  staffEmails: staffEmailsInput,
});

export type SettingsInput = z.infer<typeof settingsInput>;

/**
 * Saves the settings and asks the e-mail provider about the sender. An address whose domain is not verified is saved too:
 * the set-up guide tells of it until it is. A provider that cannot be asked keeps nothing from being saved: what was
 * known of the same address stays, `senderVerified` is then null.
 */
export async function saveSettings(context: Pick<AppContext, "db" | "clock" | "log" | "senderDomains">, shop: ShopRow, input: SettingsInput): Promise<{ senderVerified: boolean | null }> {
  const { smsSegmentPrice, ...settings } = input;
  const verified = await context.senderDomains.isVerified(input.senderEmail).catch((error: unknown) => {
    context.log.warn({ err: error, shopId: shop.id }, "the sender could not be verified; the settings ask again");
    return null;
  });
  const known = shop.senderEmail === input.senderEmail ? shop.senderVerifiedAt : null;
  const senderVerifiedAt = verified === null ? known : verified ? (known ?? context.clock.now()) : null;
  await context.db.write((tx) => tx.acrossShops.updateTable("Shop").set({ ...settings, smsSegmentMicros: smsSegmentPrice, staffEmails: JSON.stringify(input.staffEmails), senderVerifiedAt }).where("id", "=", shop.id).execute());
  return { senderVerified: verified };
}
