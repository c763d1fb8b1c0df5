import { sql } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { ErrandRow } from "./errand-doer";

export interface ErrandClaim {
  shopId: number;
  kinds: readonly string[];
  /** Unique to this claim: what comes too late is told by it. */
  owner: string;
  now: Instant;
  /** Real time. */
  real: Instant;
  leaseUntil: Instant;
  /** How many of the shop may be under way at once, by whoever. */
  mostOfShop: number;
  /** How many are free here. */
  most: number;
}

/**
 * An errand of a run that is held, or whose scenario is being stopped, rests with its run (R9), unless a person asked for it. So does, in a stopped scenario, what may
 * have been taken when its run left by itself; where the run was removed with the stop, it is settled. "limit 1 offset 0" has PostgreSQL look up the run of each, and then its scenario.
 */
const wanted = sql`e."status" in ('queued', 'under-way') and (e."retriedAt" is not null or not exists (
  select 1 from "Run" as r where r."shopId" = e."shopId" and r."id" = e."runId" and (r."status" = 'active' and r."heldAt" is not null or exists (
    select 1 from "Scenario" as s where s."shopId" = r."shopId" and s."id" = r."scenarioId"
    and (r."status" = 'active' and s."status" <> 'active' or s."status" = 'stopped' and r."reason" <> 'stopped') limit 1 offset 0)) limit 1 offset 0))`;

const kindIn = (kinds: readonly string[]) => sql`e."kind" in (${sql.join(kinds)})`;
const free = (real: Instant) => sql`(e."leaseUntil" is null or e."leaseUntil" < ${real})`;

/** The next shop after `after`, round and round, that has errands due. `full` have no room for another. */
export async function nextShopWithErrands(db: Statements, { kinds, now, real, after, full }: Pick<ErrandClaim, "kinds" | "now" | "real"> & { after: number; full: readonly number[] }): Promise<number | null> {
  const find = async (from: number) => {
    const { rows } = await sql<{ id: number }>`
      select "id" from "Shop" where "id" > ${from} and "uninstalledAt" is null ${full.length > 0 ? sql`and "id" not in (${sql.join(full)})` : sql``}
      and exists (select 1 from "Errand" as e where e."shopId" = "Shop"."id" and e."nextTryAt" <= ${now} and ${kindIn(kinds)} and ${free(real)} and ${wanted})
      order by "id" limit 1`.execute(db.acrossShops);
    return rows[0]?.id ?? null;
  };
  return (await find(after)) ?? (after > 0 ? find(0) : null);
}

/**
 * Takes due errands of one shop under a lease, in one conditional UPDATE, and counts the try. Nobody gets the same errand twice at once. Of what is taken over
 * from a process that is gone nobody said what came of the try.
 */
export async function claimErrands(tx: WriteStatements, { shopId, kinds, owner, now, real, leaseUntil, mostOfShop, most }: ErrandClaim): Promise<ErrandRow[]> {
  const busy = await tx.forShop(shopId).selectFrom("Errand").select((row) => row.fn.countAll<number>().as("count"))
    .where("nextTryAt", "<=", now).where("status", "=", "under-way").where("leaseUntil", ">=", real).executeTakeFirstOrThrow();
  const room = Math.min(most, mostOfShop - Number(busy.count));
  if (room <= 0) return [];
  const { rows } = await sql<ErrandRow>`
    with picked as materialized (
      select e."shopId", e."id" from "Errand" as e where e."shopId" = ${shopId} and e."nextTryAt" <= ${now} and ${kindIn(kinds)} and ${free(real)} and ${wanted}
      order by e."nextTryAt", e."id" limit ${room}
    )
    update "Errand" set "status" = 'under-way', "attempts" = "attempts" + 1, "unheard" = case when "status" = 'under-way' then 1 else "unheard" end, "leaseOwner" = ${owner}, "leaseUntil" = ${leaseUntil}
    where ("shopId", "id") in (select "shopId", "id" from picked) and "status" in ('queued', 'under-way') and ("leaseUntil" is null or "leaseUntil" < ${real}) returning *`.execute(tx.acrossShops);
  return rows;
}

/** When the first errand that is not under way here falls due. */
export async function firstErrandDueAt(db: Statements, kinds: readonly string[], underWay: readonly string[]): Promise<Instant | null> {
  if (kinds.length === 0) return null;
  const { rows } = await sql<{ dueAt: number | null }>`
    select min((select e."nextTryAt" from "Errand" as e where e."shopId" = "Shop"."id" and e."nextTryAt" is not null and ${kindIn(kinds)}
      ${underWay.length > 0 ? sql`and e."id" not in (${sql.join(underWay)})` : sql``} and ${wanted} order by e."nextTryAt" limit 1)) as "dueAt"
    from "Shop" where "uninstalledAt" is null`.execute(db.acrossShops);
  return rows[0]?.dueAt ?? null;
}

/** Where one process has the database to itself, every lease found at its start is of a process that is gone. */
export async function endForeignErrandLeases(tx: WriteStatements): Promise<void> {
  await tx.acrossShops.updateTable("Errand").set({ leaseUntil: 0 }).where("status", "=", "under-way").where("leaseUntil", "is not", null).execute();
}
