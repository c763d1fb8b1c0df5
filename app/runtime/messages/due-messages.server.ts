import { sql, type RawBuilder } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { Channel } from "~/domain/message/channel";
import type { QueuedMessage } from "./sending-facts.server";

export type DueMessage = QueuedMessage & { attempts: number };

/**
 * A message of a run that is held, or whose scenario is being stopped, rests with its run (R9): it is looked at again
 * when the run goes on. Exits, deletion and removal cancel it. "limit 1 offset 0" has PostgreSQL look up the run of each, and then its scenario: it would put
 * all runs of the shop together for a few messages, or look for the run in each scenario of the shop.
 */
const waiting = sql`m."status" = 'queued' and m."batchId" is null and not exists (
  select 1 from "Run" as r where r."shopId" = m."shopId" and r."id" = m."runId" and r."status" = 'active'
  and (r."heldAt" is not null or exists (select 1 from "Scenario" as s where s."shopId" = r."shopId" and s."id" = r."scenarioId" and s."status" <> 'active' limit 1 offset 0)) limit 1 offset 0)`;

/** The next shop after `after`, round and round, that has messages of the channel due. */
export async function nextShopWithMessages(db: Statements, channel: Channel, now: Instant, after: number): Promise<number | null> {
  const find = (from: number) => sql<{ id: number }>`
    select "id" from "Shop" where "id" > ${from} and "uninstalledAt" is null
    and exists (select 1 from "Message" as m where m."shopId" = "Shop"."id" and m."channel" = ${channel} and m."dueAt" <= ${now} and ${waiting})
    order by "id" limit 1`.execute(db.acrossShops);
  const { rows } = await find(after);
  const [shop] = rows.length > 0 || after === 0 ? rows : (await find(0)).rows;
  return shop?.id ?? null;
}

/** The messages of a shop by one channel that are due and that nobody else has taken, longest due first. */
export async function dueMessages(db: Statements, channel: Channel, shopId: number, now: Instant, most: number): Promise<DueMessage[]> {
  return (await dueOnes(db, channel, shopId, now, most).execute(db.acrossShops)).rows;
}

/** In the order of the index and no further: of thousands due at one instant, all would be read and sorted for each few that are taken. */
export const dueOnes = (db: Pick<Statements, "dialect">, channel: Channel, shopId: number, now: Instant, most: number): RawBuilder<DueMessage> => sql`
  select m."id", m."runId", m."scenarioId", m."versionId", m."stepId", m."customerId", m."attempts" from "Message" as m
  where m."shopId" = ${shopId} and m."channel" = ${channel} and m."dueAt" <= ${now} and ${waiting}
  order by m."dueAt" limit ${most} ${db.dialect.skipLocked}`;

/** When the first message of the channel, or a stored batch of it that is not under way here, falls due. */
export async function firstMessageDueAt(db: Statements, channel: Channel, underWay: readonly string[]): Promise<Instant | null> {
  const { rows } = await sql<{ dueAt: number | null }>`
    select min((select m."dueAt" from "Message" as m where m."shopId" = "Shop"."id" and m."channel" = ${channel} and m."dueAt" is not null and ${waiting} order by m."dueAt" limit 1)) as "dueAt"
    from "Shop" where "uninstalledAt" is null`.execute(db.acrossShops);
  let batches = db.acrossShops.selectFrom("SendBatch").select((row) => row.fn.min("nextTryAt").as("dueAt")).where("status", "=", "stored").where("channel", "=", channel);
  if (underWay.length > 0) batches = batches.where("id", "not in", underWay);
  const batch = await batches.executeTakeFirst();
  const instants = [rows[0]?.dueAt, batch?.dueAt].filter((instant) => instant !== null && instant !== undefined);
  return instants.length > 0 ? Math.min(...instants) : null;
}
