import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import { laterConsent, type ConsentChange } from "~/domain/consent/later-consent";
import { chunksOf } from "~/services/chunks-of";

const channels = z.array(z.string()).catch([]);

export interface ConsentStatement extends ConsentChange {
  customerId: string;
}

/** Notes what was said about one consent of the shop; the later statement holds (R42). */
export async function saveConsents(tx: WriteStatements, shopId: number, consentId: string, statements: readonly ConsentStatement[]): Promise<void> {
  const shop = tx.forShop(shopId);
  for (const chunk of chunksOf(statements, 250)) {
    const known = await shop.selectFrom("CustomerConsent").selectAll().where("consentId", "=", consentId).where("customerId", "in", chunk.map(({ customerId }) => customerId)).execute();
    const stored = new Map(known.map((row) => [row.customerId, { state: row.state as ConsentChange["state"], at: row.changedAt, source: row.source, evidence: row.evidence }]));
    const changed = chunk.flatMap(({ customerId, ...said }) => {
      const before = stored.get(customerId) ?? null;
      const after = laterConsent(before, said);
      return after === before ? [] : [{ shopId, customerId, consentId, state: after.state, changedAt: after.at, source: after.source, evidence: after.evidence }];
    });
    for (const rows of chunksOf(changed)) {
      await shop.insertInto("CustomerConsent").values(rows)
        .onConflict((conflict) => conflict.columns(["shopId", "customerId", "consentId"]).doUpdateSet((row) => ({
          state: row.ref("excluded.state"), changedAt: row.ref("excluded.changedAt"), source: row.ref("excluded.source"), evidence: row.ref("excluded.evidence"),
        })))
        .execute();
    }
  }
}

/** The consent of the shop that is kept in step with Shopify's marketing consent of the channel. */
export async function consentInStepWith(tx: WriteStatements, shopId: number, channel: "email" | "sms"): Promise<string | null> {
  const consent = await tx.forShop(shopId).selectFrom("Consent").select("id").where("shopify", "=", channel).orderBy("id").executeTakeFirst();
  return consent?.id ?? null;
}

/** The consents of the shop that permit the channel, or all. */
export async function consentsPermitting(tx: WriteStatements, shopId: number, channel: "all" | "email"): Promise<{ id: string; shopify: string | null }[]> {
  const all = await tx.forShop(shopId).selectFrom("Consent").select(["id", "channels", "shopify"]).orderBy("id").execute();
  return all.filter(({ channels: permits }) => channel === "all" || channels.parse(JSON.parse(permits)).includes(channel));
}

/** Shopify's word for a marketing consent in ours; null means never asked. */
export function consentStateOf(shopifyState: string): ConsentChange["state"] | null {
  switch (shopifyState.toUpperCase()) {
    case "SUBSCRIBED": return "granted";
    case "PENDING": return "pending";
    case "UNSUBSCRIBED": case "REDACTED": case "INVALID": return "withdrawn";
    default: return null;
  }
}
