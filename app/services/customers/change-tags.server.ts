import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { chunksOf } from "~/services/chunks-of";
import type { CustomerChanged } from "./customer-changed";
import { customersChanged } from "./customers-changed.server";
import type { WriteDeps } from "~/services/write-deps";
import { queueTagWrites } from "~/services/shopify/queue-tag-writes.server";

export interface TagChange {
  customerId: string;
  tag: string;
  does: "add" | "remove";
  /** Whose step it is. */
  scenarioId?: string;
}

/**
 * Tags that a scenario adds and removes (R25); of several changes of one tag the last holds. A tag there already keeps
 * its spelling and who gave it, and stands against removals that Shopify reports from before. Shopify hears of it
 * through the outbox: the caller wakes "shopify-writes" after the transaction.
 */
export async function changeTags(tx: WriteStatements, deps: WriteDeps, shopId: number, changes: readonly TagChange[]): Promise<void> {
  if (changes.length === 0) return;
  const at = deps.now;
  const last = new Map(changes.map((change) => [keyOf(change.customerId, change.tag), change]));
  const spellings = await knownSpellings(tx, shopId, [...last.values()]);
  const spelled = [...last].map(([key, change]) => ({ ...change, known: spellings.get(key) ?? [] }));

  const added = spelled.filter(({ does }) => does === "add").flatMap(({ customerId, tag, known }) => (known.length > 0 ? known : [tag]).map((each) => ({ customerId, tag: each })));
  // Also as it is written in the step: Shopify may know it so, and has not said it yet.
  const removed = spelled.filter(({ does }) => does === "remove").flatMap(({ customerId, tag, known }) => [...new Set([...known, tag])].map((each) => ({ customerId, tag: each })));
  await addAll(tx, shopId, added, at);
  await removeAll(tx, shopId, removed, at);

  const wishes = Map.groupBy([...added.map((each) => ({ ...each, does: "add" as const })), ...removed.map((each) => ({ ...each, does: "remove" as const }))], ({ customerId }) => customerId);
  await queueTagWrites(tx, shopId, new Map([...wishes].map(([customerId, of]) => [customerId, {
    add: of.filter(({ does }) => does === "add").map(({ tag }) => tag), remove: of.filter(({ does }) => does === "remove").map(({ tag }) => tag),
  }])), at);
  await customersChanged(tx, deps, shopId, spelled.flatMap(({ customerId, tag, does, known, scenarioId }): CustomerChanged[] => {
    if (does === "add") return known.length > 0 ? [] : [{ customerId, need: "tags", at, tagAdded: tag, ...(scenarioId === undefined ? {} : { byScenario: scenarioId }) }];
    return known.length > 0 ? [{ customerId, need: "tags", at }] : [];
  }));
}

interface TagOf {
  customerId: string;
  tag: string;
}

const keyOf = (customerId: string, tag: string) => `${customerId}\n${tag.toLowerCase()}`;

/** How the customers' tags are written, by customer and tag without regard to case. */
async function knownSpellings(tx: WriteStatements, shopId: number, of: readonly TagOf[]): Promise<ReadonlyMap<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const ids of chunksOf([...new Set(of.map(({ customerId }) => customerId))], 500)) {
    const rows = await tx.forShop(shopId).selectFrom("CustomerTag").select(["customerId", "tag"]).where("customerId", "in", ids).execute();
    for (const { customerId, tag } of rows) found.set(keyOf(customerId, tag), [...(found.get(keyOf(customerId, tag)) ?? []), tag]);
  }
  return found;
}

async function addAll(tx: WriteStatements, shopId: number, tags: readonly TagOf[], at: Instant): Promise<void> {
  for (const chunk of chunksOf(tags, 250)) {
    await tx.acrossShops.insertInto("CustomerTag").values(chunk.map((each) => ({ shopId, ...each, addedAt: at, source: "scenario" })))
      .onConflict((conflict) => conflict.columns(["shopId", "customerId", "tag"])
        .doUpdateSet((row) => ({ addedAt: row.ref("excluded.addedAt") }))
        .whereRef("CustomerTag.addedAt", "<", "excluded.addedAt"))
      .execute();
  }
}

/** Remembers when, so that an addition from before that comes late does not bring the tag back. */
async function removeAll(tx: WriteStatements, shopId: number, tags: readonly TagOf[], at: Instant): Promise<void> {
  const shop = tx.forShop(shopId);
  for (const chunk of chunksOf(tags, 250)) {
    await tx.acrossShops.insertInto("CustomerTagRemoval").values(chunk.map((each) => ({ shopId, ...each, removedAt: at })))
      .onConflict((conflict) => conflict.columns(["shopId", "customerId", "tag"])
        .doUpdateSet((row) => ({ removedAt: row.ref("excluded.removedAt") }))
        .whereRef("CustomerTagRemoval.removedAt", "<", "excluded.removedAt"))
      .execute();
    for (const [tag, of] of Map.groupBy(chunk, (each) => each.tag)) {
      await shop.deleteFrom("CustomerTag").where("tag", "=", tag).where("customerId", "in", of.map(({ customerId }) => customerId)).execute();
    }
  }
}
