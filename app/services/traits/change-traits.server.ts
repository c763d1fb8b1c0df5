import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { Instant } from "~/domain/instant";
import { storeTrait, type StoredTrait } from "~/domain/trait/stored-trait";
import { isDated, LARGEST_NUMBER, type TraitType } from "~/domain/trait/trait";
import type { TraitOperation } from "~/domain/trait/trait-operation";
import { customersChanged } from "~/services/customers/customers-changed.server";
import { chunksOf } from "~/services/chunks-of";
import { queueTraitWrites } from "~/services/shopify/queue-trait-writes.server";
import { wakeWaiting } from "~/services/runs/wake-waiting.server";
import type { WriteDeps } from "~/services/write-deps";

/** Who does it, for the history. */
export type TraitSource =
  | { source: "scenario"; scenarioId: string; runId: string; stepId: string }
  | { source: "hand"; staffId: string | null }
  /** A file that a member of staff sent in. */
  | { source: "import"; staffId: string | null };

export interface TraitChangeRequest {
  customerId: string;
  traitId: string;
  type: TraitType;
  operation: TraitOperation;
  by: TraitSource;
}

/** Well below the databases' limits of variables. */
const ROWS = 250;

/**
 * The one door through which customers' traits change (R24), in the order of the list, each with its line in the history.
 * What is set or cleared holds unless a later change came before it; what is added is always added, in the database, so
 * that two writers at once lose nothing. Whoever waits for a date is asked again when hers changes (R22), and Shopify hears of
 * those chosen for it (R45); the caller wakes "runs" and "shopify-writes" after the transaction.
 */
export async function changeTraits(tx: WriteStatements, deps: WriteDeps, shopId: number, changes: readonly TraitChangeRequest[]): Promise<void> {
  const { newId, now } = deps;
  const dated = new Set<string>();
  for (const round of rounds(changes)) {
    // In one order for every writer, or two of them could wait for each other.
    const sorted = [...round].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    for (const piece of chunksOf(sorted, ROWS)) {
      const after = new Map([...(await put(tx, shopId, piece, now)), ...(await add(tx, shopId, piece, now))]);
      const held = piece.flatMap((change) => {
        const value = after.get(keyOf(change));
        return value ? [{ change, value }] : [];
      });
      await insertRows(tx.acrossShops, "TraitChange", held.map(({ change, value }) => historyRow(shopId, newId(), change, value, now)));
      for (const { change } of held) if (isDated(change.type)) dated.add(change.customerId);
    }
  }
  await queueTraitWrites(tx, shopId, changes, now);
  await wakeWaiting(tx, shopId, [...dated], now);
  await customersChanged(tx, deps, shopId, [...new Set(changes.map(({ customerId }) => customerId))].map((customerId) => ({ customerId, need: "traits", at: now })));
}

const keyOf = ({ customerId, traitId }: { customerId: string; traitId: string }) => `${customerId} ${traitId}`;

/** One statement changes one row once: what is done to the same trait of a customer a second time comes in a second round. */
function rounds(changes: readonly TraitChangeRequest[]): TraitChangeRequest[][] {
  const all: TraitChangeRequest[][] = [];
  const times = new Map<string, number>();
  for (const change of changes) {
    const time = times.get(keyOf(change)) ?? 0;
    times.set(keyOf(change), time + 1);
    (all[time] ??= []).push(change);
  }
  return all;
}

type After = [key: string, value: StoredTrait][];

async function put(tx: WriteStatements, shopId: number, changes: readonly TraitChangeRequest[], now: Instant): Promise<After> {
  const rows = changes.flatMap(({ customerId, traitId, operation, by }) => (operation.do === "add" ? [] : [
    { shopId, customerId, traitId, ...storeTrait(operation.do === "set" ? operation.value : null), changedAt: now, source: by.source },
  ]));
  if (rows.length === 0) return [];
  const held = await tx.forShop(shopId).insertInto("CustomerTrait").values(rows)
    .onConflict((conflict) => conflict.columns(["shopId", "customerId", "traitId"])
      .doUpdateSet((row) => ({ text: row.ref("excluded.text"), number: row.ref("excluded.number"), changedAt: row.ref("excluded.changedAt"), source: row.ref("excluded.source") }))
      .whereRef("CustomerTrait.changedAt", "<=", "excluded.changedAt"))
    .returning(["customerId", "traitId", "text", "number"]).execute();
  return held.map(({ text, number, ...of }) => [keyOf(of), { text, number }]);
}

/** An empty value counts as 0; a sum stops at the largest number that is kept exactly, as `operated` says. */
async function add(tx: WriteStatements, shopId: number, changes: readonly TraitChangeRequest[], now: Instant): Promise<After> {
  const rows = changes.flatMap(({ customerId, traitId, operation, by }) => (operation.do === "add" ? [
    { shopId, customerId, traitId, text: null, number: operation.by, changedAt: now, source: by.source },
  ] : []));
  if (rows.length === 0) return [];
  const most = sql.lit(LARGEST_NUMBER);
  const least = sql.lit(-LARGEST_NUMBER);
  const sum = sql<number>`coalesce("CustomerTrait"."number", 0) + excluded."number"`;
  const held = await tx.forShop(shopId).insertInto("CustomerTrait").values(rows)
    .onConflict((conflict) => conflict.columns(["shopId", "customerId", "traitId"]).doUpdateSet((row) => ({
      number: sql<number>`case when ${sum} > ${most} then ${most} when ${sum} < ${least} then ${least} else ${sum} end`,
      changedAt: sql<number>`case when excluded."changedAt" > "CustomerTrait"."changedAt" then excluded."changedAt" else "CustomerTrait"."changedAt" end`,
      source: row.ref("excluded.source"),
    })))
    .returning(["customerId", "traitId", "text", "number"]).execute();
  return held.map(({ text, number, ...of }) => [keyOf(of), { text, number }]);
}

function historyRow(shopId: number, id: string, { customerId, traitId, operation, by }: TraitChangeRequest, { text, number }: StoredTrait, at: Instant) {
  const who = by.source === "scenario" ? { scenarioId: by.scenarioId, runId: by.runId, stepId: by.stepId, staffId: null } : { scenarioId: null, runId: null, stepId: null, staffId: by.staffId };
  return { shopId, id, customerId, traitId, at, did: operation.do, amount: operation.do === "add" ? operation.by : null, text, number, source: by.source, ...who };
}
