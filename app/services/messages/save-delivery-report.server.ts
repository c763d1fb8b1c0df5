import type { AppContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import type { Channel } from "~/domain/message/channel";
import { shopDay } from "~/domain/schedule/shop-day";
import { recordCounts } from "~/services/record-counts.server";
import { suppressAddress } from "./suppress-address.server";
import { withdrawConsent } from "./withdraw-consent.server";

/** What the provider tells of a message after it took it. */
export interface DeliveryReport {
  kind: "accepted" | "delivered" | "bounced" | "complained";
  providerId: string;
  at: Instant;
  /** As tagged when it was handed over; null where the callback carries no tags. They are known before the provider's id is saved. */
  shopId: number | null;
  messageId: string | null;
  /** Of a bounce: the address does not exist and never will. */
  permanent: boolean;
  detail: string | null;
}

/** `accepted` is none: it only proves that the provider has it. */
const MILESTONE = { delivered: "deliveredAt", bounced: "bouncedAt", complained: "complainedAt" } as const;

/**
 * Saves a milestone once and counts it once (R2). A permanent bounce suppresses the address for all later messages of its channel, a
 * complaint withdraws the consent (R42). Answers false where it is about no message of ours.
 */
export async function saveDeliveryReport({ db, newId, wake, log }: Pick<AppContext, "db" | "newId" | "wake" | "log">, report: DeliveryReport): Promise<boolean> {
  const named = report.shopId !== null && report.messageId !== null ? { shopId: report.shopId, id: report.messageId }
    : await db.acrossShops.selectFrom("Message").select(["shopId", "id"]).where("providerId", "=", report.providerId).executeTakeFirst();
  if (!named) return false;
  const shop = await db.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("id", "=", named.shopId).executeTakeFirst();
  if (!shop) return false;
  const found = await db.write(async (tx) => {
    const own = tx.forShop(shop.id);
    const message = await own.selectFrom("Message").select(["id", "scenarioId", "versionId", "stepId", "channel", "providerId", "deliveredAt", "bouncedAt", "complainedAt"]).where("id", "=", named.id).executeTakeFirst();
    if (!message) return false;
    // Told before the answer to the hand-over, or in its place: the sender needs not ask what became of it.
    if (message.providerId === null) await own.updateTable("Message").set({ providerId: report.providerId }).where("id", "=", message.id).execute();
    if (report.kind === "accepted") return true;
    const column = MILESTONE[report.kind];
    if (message[column] !== null) return true;
    const channel = message.channel as Channel;
    await own.updateTable("Message").set({ [column]: report.at, ...(report.kind === "bounced" && report.detail !== null ? { detail: report.detail.slice(0, 500) } : {}) }).where("id", "=", message.id).execute();
    const { scenarioId, versionId, stepId } = message;
    await recordCounts(tx, newId, shop.id, [{ scenarioId, versionId, stepId, channel, reason: "", metric: report.kind, day: shopDay(report.at, shop.timeZone), value: 1 }]);
    if (report.kind === "bounced" && report.permanent) await suppressAddress(tx, shop.id, channel, message.id, report.at);
    if (report.kind === "complained") await withdrawConsent(tx, { now: report.at, newId, log }, shop, { messageId: message.id, source: "complaint", text: null, evidence: { providerId: report.providerId } });
    return true;
  });
  if (report.kind === "complained") for (const name of ["shopify-writes", "runs"] as const) wake.wake(name);
  return found;
}
