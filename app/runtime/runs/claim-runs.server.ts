import { sql, type Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Run } from "~/adapters/db/generated/tables";
import type { Instant, Milliseconds } from "~/domain/instant";

export type RunRow = Selectable<Run>;

/** Real time within which a turn must be saved, or somebody else takes its runs over. */
export const LEASE_MS: Milliseconds = 30_000;
/** A run that was taken over this often is set aside: it may be what ends the process. */
export const MOST_RECOVERIES = 5;

const BATCH = 500;
/** Runs that were left behind come in small batches, and alone in the end, so that one bad run does not condemn its neighbours. */
const RECOVERED_BATCHES = [100, 25, 5, 1] as const;

export interface Claim {
  shopId: number;
  /** Unique to this turn: a turn that comes too late is told by it. */
  owner: string;
  now: Instant;
  /** Real time. */
  real: Instant;
}

/** Takes due runs of one shop under a lease, in one conditional UPDATE. Two turns never get the same run. */
export async function claimRuns(tx: WriteStatements, claim: Claim): Promise<RunRow[]> {
  return update(tx, claim, sql`"leaseOwner" is null`, BATCH);
}

/** Takes over due runs whose lease ran out, and counts it. */
export async function recoverRuns(tx: WriteStatements, claim: Claim): Promise<RunRow[]> {
  const left = sql`"leaseOwner" is not null and "leaseUntil" < ${claim.real}`;
  const { rows } = await sql<{ recovered: number }>`
    select "recovered" from "Run" where "shopId" = ${claim.shopId} and "dueAt" <= ${claim.now} and ${left} order by "dueAt" limit 1`.execute(tx.acrossShops);
  const [first] = rows;
  if (!first) return [];
  return update(tx, claim, sql`${left} and "recovered" = ${first.recovered}`, RECOVERED_BATCHES[first.recovered] ?? 1);
}

async function update(tx: WriteStatements, { shopId, owner, now, real }: Claim, which: ReturnType<typeof sql>, limit: number): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    with picked as materialized (
      select "shopId", "id" from "Run" where "shopId" = ${shopId} and "dueAt" <= ${now} and ${which} order by "dueAt" limit ${limit} ${tx.dialect.skipLocked}
    )
    update "Run" set "recovered" = "recovered" + case when "leaseOwner" is null then 0 else 1 end, "leaseOwner" = ${owner}, "leaseUntil" = ${real + LEASE_MS}
    where ("shopId", "id") in (select "shopId", "id" from picked) returning *`.execute(tx.acrossShops);
  return rows;
}

/**
 * Where one process has the database to itself, every lease found at its start is of a process that is gone: its runs
 * need not wait until the lease runs out.
 */
export async function endForeignLeases(tx: WriteStatements, now: Instant): Promise<void> {
  await sql`
    update "Run" set "leaseUntil" = 0
    where "shopId" in (select "id" from "Shop") and "dueAt" <= ${now} and "leaseOwner" is not null`.execute(tx.acrossShops);
}
