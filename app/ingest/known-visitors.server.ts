import { CompiledQuery, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Visitor as VisitorTable } from "~/adapters/db/generated/tables";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { MINUTE, type Instant } from "~/domain/instant";
import type { Identity } from "./decide-identity";

/** `lastSeenAt` is written at most this often: it is shown by the day, and each write costs a page of the database. */
const SEEN_GRAIN = 5 * MINUTE;

export interface Visitor {
  shopId: number;
  id: string;
  identity: Identity | null;
}

export const visitorKey = (shopId: number, id: string): string => `${shopId}:${id}`;

/** The visitors of a group of batches by `visitorKey`, new ones stored, times of the others moved on. */
export async function meetVisitors(tx: WriteStatements, met: readonly { shopId: number; id: string }[], now: Instant): Promise<Map<string, Visitor>> {
  const visitors = new Map<string, Visitor>();
  const wanted = new Map(met.map((each) => [visitorKey(each.shopId, each.id), each]));
  const stored = await storedVisitors(tx, [...wanted.values()]);
  const stale: string[] = [];
  for (const { shopId, id, customerId, identifiedBy, lastSeenAt } of stored) {
    if (!wanted.delete(visitorKey(shopId, id))) continue;
    visitors.set(visitorKey(shopId, id), { shopId, id, identity: customerId === null ? null : { customerId, by: identifiedBy ?? "" } });
    if (lastSeenAt < now - SEEN_GRAIN) stale.push(id);
  }
  for (const { shopId, id } of wanted.values()) visitors.set(visitorKey(shopId, id), { shopId, id, identity: null });
  await insertRows(tx.acrossShops, "Visitor", [...wanted.values()].map(({ shopId, id }) => ({
    shopId, id, customerId: null, identifiedBy: null, identifiedAt: null, firstSeenAt: now, lastSeenAt: now,
  })));
  if (stale.length > 0) {
    await tx.acrossShops.updateTable("Visitor").set({ lastSeenAt: now }).where("id", "in", stale)
      .where("shopId", "in", [...new Set(met.map(({ shopId }) => shopId))]).where("lastSeenAt", "<", now - SEEN_GRAIN).execute();
  }
  return visitors;
}

/** As text: with this many values the query builder takes longer than the query. */
async function storedVisitors(tx: WriteStatements, wanted: readonly { shopId: number; id: string }[]): Promise<Selectable<VisitorTable>[]> {
  const keys = tx.dialect.list(["bigint", "text"], wanted.map(({ shopId, id }) => [shopId, id]));
  const { rows } = await tx.acrossShops.executeQuery<Selectable<VisitorTable>>(CompiledQuery.raw(`select * from "Visitor" where ("shopId","id") in (${keys.text})`, keys.values));
  return rows;
}
