import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";

type DueTable = "Run" | "IdleClock" | "EntrySchedule" | "MarketPrice" | "SegmentWatch" | "ShopifySegment" | "CollectionRead";

/**
 * Finds shops with due rows one after the other, round and round, so that no shop waits behind another's million: each
 * gets one batch, then it is the next one's turn. `free` narrows what counts as due, by the row `due`.
 */
export class DueShops {
  private last = 0;
  private readonly table: DueTable;

  constructor(table: DueTable) {
    this.table = table;
  }

  async next(db: Statements, now: Instant, free = sql<boolean>`true`): Promise<number | null> {
    const found = (await this.find(db, now, free, this.last)) ?? (this.last > 0 ? await this.find(db, now, free, 0) : null);
    this.last = found ?? 0;
    return found;
  }

  /** Does one piece of the next shop that has one to do; a shop whose rows another worker holds is passed over. 0 where no shop has any. */
  async doOne(db: Statements, now: Instant, work: (shopId: number) => Promise<number>, free?: ReturnType<typeof sql<boolean>>): Promise<number> {
    for (const seen = new Set<number>(); ;) {
      const shopId = await this.next(db, now, free);
      if (shopId === null || seen.has(shopId)) return 0;
      seen.add(shopId);
      const done = await work(shopId);
      if (done > 0) return done;
    }
  }

  private async find(db: Statements, now: Instant, free: ReturnType<typeof sql<boolean>>, after: number): Promise<number | null> {
    const { rows } = await sql<{ id: number }>`
      select "id" from "Shop" where "id" > ${after}
      and exists (select 1 from ${sql.table(this.table)} as due where due."shopId" = "Shop"."id" and due."dueAt" <= ${now} and ${free})
      order by "id" limit 1`.execute(db.acrossShops);
    return rows[0]?.id ?? null;
  }
}

/** When the first row of any shop falls due. One look into the index for each shop, where no other instant `at` of the row `due` is meant. */
export async function firstDueAt(db: Statements, table: DueTable, at = sql<number | null>`due."dueAt"`): Promise<Instant | null> {
  const { rows } = await sql<{ dueAt: number | null }>`
    select min((select min(${at}) from ${sql.table(table)} as due where due."shopId" = "Shop"."id" and due."dueAt" is not null)) as "dueAt" from "Shop"`.execute(db.acrossShops);
  return rows[0]?.dueAt ?? null;
}
