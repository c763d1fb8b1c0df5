import { sql, type RawBuilder } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Awaited } from "~/domain/engine/awaited";
import { isAwaited } from "~/domain/engine/awaited";
import type { Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { anyTouched } from "~/domain/segment/any-touched";
import type { ChangedFacts } from "~/domain/segment/needs-of";
import { chunksOf } from "~/services/chunks-of";
import { segmentsNamed } from "~/services/segments/read-segments.server";
import { runsOfPiece } from "./runs-of-piece.server";

/** Somebody who waits for an activity, or for the customer to be so. */
export interface Waiting {
  shopId: number;
  runId: string;
  kind: "activity" | "customer";
  customerId: string;
  awaits: string;
  since: Instant;
  /** The fact that let the run in: it ends no wait of it. */
  factKey: string;
}

/** What people of a shop did. */
export interface ActivitiesOfShop {
  shopId: number;
  activities: readonly Activity[];
  /** What conditions may ask of whom that is another since. */
  changed: ReadonlyMap<string, ReadonlySet<ChangedFacts>>;
}

/**
 * R31: activities end the waits of those who stand and wait for them, and wake those who wait for a customer to be so, where it depends on what was done; in the transaction that stores the activities. A fixed
 * number of statements a batch where nobody waits, however many shops it is of. What happened before somebody came to the step does not count, however late it is told.
 * The caller wakes "runs" after the commit.
 */
export async function noteActivities(tx: WriteStatements, told: readonly ActivitiesOfShop[], now: Instant): Promise<void> {
  const people = told.flatMap(({ shopId, activities }) => [...new Set(activities.map(({ subjectId }) => subjectId))].map((customerId) => ({ shopId, customerId })));
  const waiting = Map.groupBy(await waitingFor(tx, people, told.every(({ changed }) => changed.size === 0) ? ["activity"] : ["activity", "customer"]), ({ shopId }) => shopId);
  for (const { shopId, activities, changed } of told) {
    const own = waiting.get(shopId) ?? [];
    await endWaits(tx, shopId, own.filter(({ kind }) => kind === "activity"), activities, now);
    await wakeWhoAsk(tx, shopId, own.filter(({ kind }) => kind === "customer"), changed, now);
  }
}

/** R31: wakes those who wait for the customer to be so, where an answer may be another since these changes. */
export async function wakeWhoAsk(tx: WriteStatements, shopId: number, waiting: readonly Waiting[], changed: ReadonlyMap<string, ReadonlySet<ChangedFacts>>, now: Instant): Promise<void> {
  for (const piece of chunksOf(await askers(tx, shopId, waiting, changed), 500)) await wakeThatWait(tx, shopId, piece, now);
}

/** Runs of those who wait for the customer to be so, where an answer may be another since these changes; in the order of their ids. */
export async function askers(tx: WriteStatements, shopId: number, waiting: readonly Waiting[], changed: ReadonlyMap<string, ReadonlySet<ChangedFacts>>): Promise<string[]> {
  if (waiting.length === 0) return [];
  const asking = waiting.map(({ runId, customerId, awaits }) => ({ runId, customerId, needs: (JSON.parse(awaits) as { needs: Need[] }).needs }));
  const segments = await segmentsNamed(tx, shopId, asking.flatMap(({ needs }) => needs));
  return asking.filter(({ customerId, needs }) => anyTouched(needs, changed.get(customerId) ?? [], segments)).map(({ runId }) => runId).sort();
}

/** Who of these customers waits for an activity, or for the customer to be so. */
export async function waitingFor(tx: WriteStatements, people: readonly { shopId: number; customerId: string }[], kinds: readonly Waiting["kind"][] = ["activity"]): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const piece of chunksOf(people, 1_000)) {
    waiting.push(...(await waitsOf(tx, piece, kinds).execute(tx.acrossShops)).rows);
  }
  return waiting;
}

/** The waits of at most a thousand customers that their runs still stand at. */
export const waitsOf = (tx: Pick<WriteStatements, "dialect">, people: readonly { shopId: number; customerId: string }[], kinds: readonly Waiting["kind"][]): RawBuilder<Waiting> => sql`
  with v("shopId", "customerId") as (${valueRows(tx.dialect, ["bigint", "text"], people.map(({ shopId, customerId }) => [shopId, customerId]))})
  select w."shopId" as "shopId", w."runId" as "runId", w."kind" as "kind", w."customerId" as "customerId", w."awaits" as "awaits", w."since" as "since", r."factKey" as "factKey" from v
  ${tx.dialect.lookUp("join", "Wait", "w", sql`w."shopId" = v."shopId" and w."customerId" = v."customerId" and w."kind" in (${sql.join([...kinds])})`, "all")}
  ${tx.dialect.lookUp("join", "Run", "r", sql`r."shopId" = w."shopId" and r."id" = w."runId"`)}
  where r."seq" = w."seq" and r."status" = 'active'`;

/** Notes with each wait the first of the activities that ends it, and wakes its run. */
export async function endWaits(tx: WriteStatements, shopId: number, waiting: readonly Waiting[], activities: readonly Activity[], now: Instant): Promise<void> {
  if (waiting.length === 0) return;
  const bySubject = Map.groupBy([...activities].sort((a, b) => a.at - b.at), ({ subjectId }) => subjectId);
  const ended = waiting.flatMap(({ runId, customerId, awaits, since, factKey }) => {
    const awaited = JSON.parse(awaits) as Awaited;
    const first = bySubject.get(customerId)?.find((activity) => activity.at >= since && activity.key !== factKey && isAwaited(awaited, activity));
    return first ? [{ runId, at: Math.min(first.at, now) }] : [];
  });
  for (const piece of chunksOf(ended.sort((a, b) => (a.runId < b.runId ? -1 : 1)), 500)) {
    await sql`
      with v("shopId", "id", "at") as (${valueRows(tx.dialect, ["bigint", "text", "bigint"], piece.map(({ runId, at }) => [shopId, runId, at]))})
      update "Wait" set "happenedAt" = v."at" from v
      where "Wait"."shopId" = v."shopId" and "Wait"."runId" = v."id" and ("Wait"."happenedAt" is null or "Wait"."happenedAt" > v."at")`.execute(tx.acrossShops);
    await wakeThatWait(tx, shopId, piece.map(({ runId }) => runId), now);
  }
}

/**
 * Makes runs due that wait in the step of their row, so that the step looks again. A turn under way, which may have looked
 * before, loses its lease. Who is held stays held: the release makes them due. Their rows are written too: whoever releases one of them
 * since this transaction began came between, and this is done again. At most 500 ids a call.
 */
export async function wakeThatWait(tx: WriteStatements, shopId: number, runIds: readonly string[], now: Instant): Promise<void> {
  if (runIds.length === 0) return;
  await sql`
    with ${runsOfPiece(tx, shopId, runIds)}
    update "Run" set "dueAt" = case when "heldAt" is null then cast(${now} as bigint) else "dueAt" end, "leaseOwner" = null, "leaseUntil" = null
    from piece where "Run"."shopId" = piece."shopId" and "Run"."id" = piece."id" and "Run"."status" = 'active'
      and exists (select 1 from "Wait" w where w."shopId" = "Run"."shopId" and w."runId" = "Run"."id" and w."seq" = "Run"."seq")`.execute(tx.acrossShops);
}
