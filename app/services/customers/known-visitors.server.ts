import { CompiledQuery, sql, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Visitor as VisitorTable } from "~/adapters/db/generated/tables";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Identity, IdentifiedBy } from "~/domain/identity/decide-identity";
import { MINUTE, type Instant } from "~/domain/instant";

/** `lastSeenAt` is written at most this often: it is shown by the day, and each write costs a page of the database. */
const SEEN_GRAIN = 5 * MINUTE;

type VisitorRow = Selectable<VisitorTable>;

/** Who uses a browser now. */
export interface Visitor {
  shopId: number;
  id: string;
  /** What the browser calls itself; another than `id` once another visitor began in it. */
  browserId: string;
  identity: Identity | null;
}

/** By what a browser calls itself. */
export const visitorKey = (shopId: number, browserId: string): string => `${shopId}:${browserId}`;

/** The visitors of a group of batches by `visitorKey`, new ones stored, times of the others moved on. */
export async function meetVisitors(tx: WriteStatements, met: readonly { shopId: number; id: string }[], now: Instant): Promise<Map<string, Visitor>> {
  const visitors = new Map<string, Visitor>();
  const wanted = new Map(met.map((each) => [visitorKey(each.shopId, each.id), each]));
  const browsers = await storedVisitors(tx, [...wanted.values()]);
  const stale: VisitorRow[] = [];
  for (const [row, browserId] of await whoUses(tx, browsers)) {
    wanted.delete(visitorKey(row.shopId, browserId));
    visitors.set(visitorKey(row.shopId, browserId), visitorOf(row, browserId));
    if (row.lastSeenAt < now - SEEN_GRAIN) stale.push(row);
  }
  for (const { shopId, id } of wanted.values()) visitors.set(visitorKey(shopId, id), { shopId, id, browserId: id, identity: null });
  await insertRows(tx.acrossShops, "Visitor", [...wanted.values()].map(({ shopId, id }) => ({
    shopId, id, customerId: null, identifiedBy: null, identifiedAt: null, firstSeenAt: now, lastSeenAt: now, nextId: null,
  })));
  if (stale.length > 0) {
    await sql`
      with v("shopId", "id") as (${valueRows(tx.dialect, ["bigint", "text"], stale.map(({ shopId, id }) => [shopId, id]))})
      update "Visitor" set "lastSeenAt" = ${now} from v
      where "Visitor"."shopId" = v."shopId" and "Visitor"."id" = v."id" and "Visitor"."lastSeenAt" < ${now - SEEN_GRAIN}`.execute(tx.acrossShops);
  }
  return visitors;
}

/** Who uses the browser of this name now, if it is one. */
export async function knownVisitor(tx: WriteStatements, shopId: number, browserId: string): Promise<Visitor | null> {
  const [found] = await whoUses(tx, await storedVisitors(tx, [{ shopId, id: browserId }]));
  return found ? visitorOf(found[0], browserId) : null;
}

/**
 * Another visitor begins in the browser (R44). What comes under its name from now on is that one's; what came before stays whose it is.
 */
export async function beginNextVisitor(tx: WriteStatements, deps: { now: Instant; newId(): string }, { shopId, browserId }: Visitor, identity: Identity | null): Promise<Visitor> {
  const id = deps.newId();
  const own = tx.forShop(shopId);
  await own.insertInto("Visitor").values({
    shopId, id, customerId: identity?.customerId ?? null, identifiedBy: identity?.by ?? null, identifiedAt: identity ? deps.now : null, firstSeenAt: deps.now, lastSeenAt: deps.now, nextId: null,
  }).execute();
  await own.updateTable("Visitor").set({ nextId: id }).where("id", "=", browserId).execute();
  return { shopId, id, browserId, identity };
}

const visitorOf = ({ shopId, id, customerId, identifiedBy }: VisitorRow, browserId: string): Visitor =>
  ({ shopId, id, browserId, identity: customerId === null ? null : { customerId, by: identifiedBy as IdentifiedBy } });

/** Each browser's visitor of now, beside what the browser calls itself. One step: `nextId` always names the newest. */
async function whoUses(tx: WriteStatements, browsers: readonly VisitorRow[]): Promise<[VisitorRow, string][]> {
  const nexts = browsers.flatMap(({ shopId, nextId }) => (nextId === null ? [] : [{ shopId, id: nextId }]));
  const next = new Map((nexts.length === 0 ? [] : await storedVisitors(tx, nexts)).map((row) => [row.id, row]));
  return browsers.map((row) => [next.get(row.nextId ?? "") ?? row, row.id]);
}

/** As text: with this many values the query builder takes longer than the query. */
async function storedVisitors(tx: WriteStatements, wanted: readonly { shopId: number; id: string }[]): Promise<VisitorRow[]> {
  const keys = tx.dialect.list(["bigint", "text"], wanted.map(({ shopId, id }) => [shopId, id]));
  const { rows } = await tx.acrossShops.executeQuery<VisitorRow>(CompiledQuery.raw(`select * from "Visitor" where ("shopId","id") in (${keys.text})`, keys.values));
  return rows;
}
