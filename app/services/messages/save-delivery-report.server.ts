import type { AppContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import { shopDay } from "~/domain/schedule/shop-day";
import { recordCounts } from "~/services/record-counts.server";
import { withdrawConsent } from "./withdraw-consent.server";

/** What the provider tells of a message after it took it. */
export interface DeliveryReport {
  kind: "delivered" | "bounced" | "complained";
  providerId: string;
  at: Instant;
  /** As tagged when it was handed over; null where the callback carries no tags. They are known before the provider's id is saved. */
  shopId: number | null;
  messageId: string | null;
  /** Of a bounce: the address does not exist and never will. */
  permanent: boolean;
  detail: string | null;
}

const MILESTONE = { delivered: "deliveredAt", bounced: "bouncedAt", complained: "complainedAt" } as const;

/**
 * Saves a milestone once and counts it once (R2). A permanent bounce suppresses the address for all later e-mails, a
 * complaint withdraws the consent (R42). Answers false where it is about no message of ours.
 */
export async function saveDeliveryReport({ db, newId, wake, log }: Pick<AppContext, "db" | "newId" | "wake" | "log">, report: DeliveryReport): Promise<boolean> {
  const named = report.shopId !== null && report.messageId !== null ? { shopId: report.shopId, id: report.messageId }
    : await db.acrossShops.selectFrom("Message").select(["shopId", "id"]).where("providerId", "=", report.providerId).executeTakeFirst();
  if (!named) return false;
  const shop = await db.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", named.shopId).executeTakeFirst();
  if (!shop) return false;
  const column = MILESTONE[report.kind];
  const found = await db.write(async (tx) => {
    const own = tx.forShop(shop.id);
    const message = await own.selectFrom("Message").select(["id", "scenarioId", "versionId", "stepId", "toAddress", "deliveredAt", "bouncedAt", "complainedAt"]).where("id", "=", named.id).executeTakeFirst();
    if (!message || message[column] !== null) return message !== undefined;
    await own.updateTable("Message").set({ [column]: report.at, ...(report.kind === "bounced" && report.detail !== null ? { detail: report.detail.slice(0, 500) } : {}) }).where("id", "=", message.id).execute();
    const { scenarioId, versionId, stepId } = message;
    await recordCounts(tx, newId, shop.id, [{ scenarioId, versionId, stepId, channel: "email", reason: "", metric: report.kind, day: shopDay(report.at, shop.timeZone), value: 1 }]);
    if (report.kind === "bounced" && report.permanent && message.toAddress !== null) {
      await own.insertInto("SuppressedAddress").values({ shopId: shop.id, channel: "email", address: message.toAddress.toLowerCase(), reason: "bounce", messageId: message.id, at: report.at })
        .onConflict((conflict) => conflict.columns(["shopId", "channel", "address"]).doNothing()).execute();
    }
    if (report.kind === "complained") await withdrawConsent(tx, { now: report.at, newId, log }, shop, { messageId: message.id, source: "complaint", text: null, evidence: { providerId: report.providerId } });
    return true;
  });
  if (report.kind === "complained") for (const name of ["shopify-writes", "runs"] as const) wake.wake(name);
  return found;
}
