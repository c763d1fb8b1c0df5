import type { WriteStatements } from "~/adapters/db/database.server";
import type { ConsentChange } from "~/domain/consent/later-consent";
import type { Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { takeActivities } from "~/services/runs/take-activities.server";
import type { WriteDeps } from "~/services/write-deps";

/** A consent that is in force since `at` and was not before. */
export interface Granted {
  customerId: string;
  consentId: string;
  at: Instant;
}

const SECOND = 1_000;

/**
 * R10: whether a statement is a live grant. What an import told is none; a webhook that tells of the same grant after an import came first
 * makes it one. Told again it is the same fact, by its key.
 */
export function isLiveGrant(before: ConsentChange | null, after: ConsentChange, said: ConsentChange): boolean {
  if (said.source === "import" || said.state !== "granted" || after.state !== "granted") return false;
  if (before?.state !== "granted") return after === said;
  return before.source === "import" && sameSecond(before.at, said.at);
}

/** R10: tells the entry points of consents granted just now. Those that one customer granted at the same time are one fact. */
export async function tellGranted(tx: WriteStatements, deps: WriteDeps, shopId: number, granted: readonly Granted[]): Promise<void> {
  if (granted.length === 0) return;
  const own = tx.forShop(shopId);
  const consents = await own.selectFrom("Consent").select(["id", "key"]).where("id", "in", [...new Set(granted.map(({ consentId }) => consentId))]).execute();
  const keys = new Map(consents.map(({ id, key }) => [id, key]));
  const facts = Map.groupBy(granted, ({ customerId, at }) => `${customerId}:${secondOf(at)}`);
  const activities = [...facts].map(([who, of]): Activity => ({
    key: `consents:${who}:${of.map(({ consentId }) => consentId).sort().join("+")}`, subjectId: of[0]?.customerId ?? "", type: "consents_granted",
    at: Math.max(...of.map(({ at }) => at)), consents: of.flatMap(({ consentId }) => keys.get(consentId) ?? []),
  }));
  const shop = await tx.acrossShops.selectFrom("Shop").selectAll().where("id", "=", shopId).executeTakeFirstOrThrow();
  await takeActivities(tx, deps, shop, activities);
}

/** Shopify gives our instants back in whole seconds. */
const secondOf = (at: Instant): number => Math.floor(at / SECOND);
const sameSecond = (one: Instant, other: Instant): boolean => secondOf(one) === secondOf(other);
