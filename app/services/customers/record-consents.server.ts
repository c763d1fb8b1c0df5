import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import { laterConsent, type ConsentChange } from "~/domain/consent/later-consent";
import { toldBefore, type ConsentStatement } from "~/domain/consent/told-before";
import type { CustomerChanged } from "./customer-changed";
import { customersChanged } from "./customers-changed.server";
import { chunksOf } from "~/services/chunks-of";
import type { Channel } from "~/domain/message/channel";
import type { WriteDeps } from "~/services/write-deps";
import { isLiveGrant, tellGranted, type Granted } from "./tell-granted.server";

const channels = z.array(z.string()).catch([]);

export interface SaidConsent extends ConsentChange {
  customerId: string;
  /** Which text she saw or said; null where none is known. */
  text: string | null;
}

/**
 * The one door through which a customer's consent changes (R42). Keeps what was said about one consent of the shop as
 * evidence that is never overwritten, each statement once however often it is told, and the later statement as the state
 * in force; whoever waits for it or leaves by it hears of it, and live grants let customers in (R10). Of who is deleted nothing is kept. The caller wakes "runs" after the commit.
 */
export async function recordConsents(tx: WriteStatements, deps: WriteDeps, shopId: number, consentId: string, said: readonly SaidConsent[]): Promise<void> {
  await recordConsentsTogether(tx, deps, shopId, [{ consentId, said }]);
}

/** The same for several consents about which something was said at once: what is granted together is one fact. */
export async function recordConsentsTogether(tx: WriteStatements, deps: WriteDeps, shopId: number, together: readonly { consentId: string; said: readonly SaidConsent[] }[]): Promise<void> {
  const granted: Granted[] = [];
  for (const { consentId, said } of together) granted.push(...await recordOne(tx, deps, shopId, consentId, said));
  await tellGranted(tx, deps, shopId, granted);
}

/** Answers what was granted and was not before. */
async function recordOne(tx: WriteStatements, deps: WriteDeps, shopId: number, consentId: string, said: readonly SaidConsent[]): Promise<Granted[]> {
  const granted: Granted[] = [];
  for (const chunk of chunksOf(said, 250)) {
    const present = await tx.forShop(shopId).selectFrom("Customer").select("id").where("id", "in", customersOf(chunk)).where("deletedAt", "is", null).execute();
    const ids = new Set(present.map(({ id }) => id));
    const kept = chunk.filter(({ customerId }) => ids.has(customerId));
    await keepStatements(tx, deps.newId, shopId, consentId, kept);
    const inForce = await putInForce(tx, shopId, consentId, kept);
    await customersChanged(tx, deps, shopId, inForce.changed);
    granted.push(...inForce.granted);
  }
  return granted;
}

const customersOf = (said: readonly SaidConsent[]) => said.map(({ customerId }) => customerId);

async function keepStatements(tx: WriteStatements, newId: () => string, shopId: number, consentId: string, said: readonly SaidConsent[]): Promise<void> {
  const shop = tx.forShop(shopId);
  const rows = await shop.selectFrom("ConsentStatement").select(["customerId", "state", "at", "source", "evidence"]).where("consentId", "=", consentId).where("customerId", "in", customersOf(said)).execute();
  const known = new Map<string, ConsentStatement[]>();
  const note = (customerId: string, statement: ConsentStatement) => void known.set(customerId, [...(known.get(customerId) ?? []), statement]);
  for (const { customerId, state, at, source, evidence } of rows) note(customerId, { state: state as ConsentChange["state"], at, source, messageId: messageIn(evidence) });
  const fresh = said.flatMap(({ customerId, state, at, source, text, evidence }) => {
    const statement = { state, at, source, messageId: messageIn(evidence) };
    if (toldBefore(known.get(customerId) ?? [], statement)) return [];
    note(customerId, statement);
    return [{ shopId, id: newId(), customerId, consentId, state, at, source, text, evidence }];
  });
  for (const piece of chunksOf(fresh)) await shop.insertInto("ConsentStatement").values(piece).execute();
}

const evidenceOfMessage = z.object({ messageId: z.string() });

function messageIn(evidence: string | null): string | null {
  const read = evidence === null ? null : evidenceOfMessage.safeParse(JSON.parse(evidence));
  return read?.success ? read.data.messageId : null;
}

async function putInForce(tx: WriteStatements, shopId: number, consentId: string, said: readonly SaidConsent[]): Promise<{ changed: CustomerChanged[]; granted: Granted[] }> {
  const shop = tx.forShop(shopId);
  const rows = await shop.selectFrom("CustomerConsent").selectAll().where("consentId", "=", consentId).where("customerId", "in", customersOf(said)).execute();
  const stored = new Map<string, ConsentChange>(rows.map((row) => [row.customerId, { state: row.state as ConsentChange["state"], at: row.changedAt, source: row.source, evidence: row.evidence }]));
  const changed = new Map<string, ConsentChange>();
  const granted = new Map<string, Granted>();
  for (const { customerId, state, at, source, evidence } of said) {
    const before = stored.get(customerId) ?? null;
    const told = { state, at, source, evidence };
    const after = laterConsent(before, told);
    if (isLiveGrant(before, after, told)) granted.set(customerId, { customerId, consentId, at });
    if (after.state !== "granted") granted.delete(customerId);
    if (after === before) continue;
    stored.set(customerId, after);
    changed.set(customerId, after);
  }
  const fresh = [...changed].map(([customerId, { state, at, source, evidence }]) => ({ shopId, customerId, consentId, state, changedAt: at, source, evidence }));
  for (const piece of chunksOf(fresh)) {
    await shop.insertInto("CustomerConsent").values(piece)
      .onConflict((conflict) => conflict.columns(["shopId", "customerId", "consentId"]).doUpdateSet((row) => ({
        state: row.ref("excluded.state"), changedAt: row.ref("excluded.changedAt"), source: row.ref("excluded.source"), evidence: row.ref("excluded.evidence"),
      })))
      .execute();
  }
  return {
    changed: [...changed].map(([customerId, { state, at }]) => ({ customerId, need: "consents", at, ...(state === "withdrawn" ? { consentWithdrawn: consentId } : {}) })),
    granted: [...granted.values()],
  };
}

/** The consent of the shop that is kept in step with Shopify's marketing consent of the channel. */
export async function consentInStepWith(tx: WriteStatements, shopId: number, channel: "email" | "sms"): Promise<string | null> {
  const consent = await tx.forShop(shopId).selectFrom("Consent").select("id").where("shopify", "=", channel).orderBy("id").executeTakeFirst();
  return consent?.id ?? null;
}

/** The consents of the shop that permit the channel, or all. */
export async function consentsPermitting(tx: WriteStatements, shopId: number, channel: "all" | Channel): Promise<{ id: string; shopify: string | null }[]> {
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

/** What Shopify knows of the text that she agreed to: how she opted in. It says nothing of how she withdrew. */
export function optInText(state: ConsentChange["state"], optInLevel: string | null | undefined): string | null {
  return state === "withdrawn" ? null : (optInLevel?.toLowerCase() ?? null);
}
