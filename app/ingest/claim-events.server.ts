import { CompiledQuery } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { DAY, type Instant } from "~/domain/instant";

/** Longer than the oldest event that is taken (seven days), so that a replay is always known. */
const KEPT_FOR = 8 * DAY;
const FORGOTTEN_AT_ONCE = 1_000;

/** The client ids in `keys` that were never taken before, each once, now taken. Call it in the transaction that stores the events. */
export async function claimEvents(tx: WriteStatements, keys: readonly { shopId: number; id: string }[], now: Instant): Promise<Set<string>> {
  const claimed = new Set<string>();
  for (const piece of tx.dialect.pieces(keys)) {
    const list = tx.dialect.list(["bigint", "text", "bigint"], piece.map(({ shopId, id }) => [shopId, seenKey(id), now]));
    const { rows } = await tx.acrossShops.executeQuery<{ shopId: number; key: string }>(
      CompiledQuery.raw(`insert into "EventSeen" ("shopId","key","seenAt") ${list.text} on conflict do nothing returning "shopId", "key"`, list.values),
    );
    for (const { shopId, key } of rows) claimed.add(`${shopId}:${key}`);
  }
  return claimed;
}

/** Answers whether this event is the first of its id, and remembers that it has now been met. */
export function takeClaim(claimed: Set<string>, shopId: number, id: string): boolean {
  return claimed.delete(`${shopId}:${seenKey(id)}`);
}

/** Forgets one piece of the ids that are older than any replay that would be taken. Answers whether there may be more. */
export async function forgetOldClaims(tx: WriteStatements, now: Instant): Promise<boolean> {
  const old = tx.acrossShops.selectFrom("EventSeen").select(["shopId", "key"]).where("seenAt", "<", now - KEPT_FOR).limit(FORGOTTEN_AT_ONCE);
  const { numDeletedRows } = await tx.acrossShops.deleteFrom("EventSeen").where((where) => where(where.refTuple("shopId", "key"), "in", old.$asTuple("shopId", "key"))).executeTakeFirst();
  return numDeletedRows >= BigInt(FORGOTTEN_AT_ONCE);
}

/** Apart from the webhook ids in the same table. */
const seenKey = (id: string): string => `s:${id}`;
