import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { loadTriggerTruths, triggerOfRun } from "./load-trigger-truths.server";
import type { StoredBatch } from "./claim-messages.server";

/**
 * Whether anybody in a stored batch may still get her e-mail: the shop has the app, her run goes on, she is still a
 * customer, has not withdrawn the consent it was rendered under (R42), and what it is about is still so (R14–R16). A batch can only be sent again as a whole, so
 * one with somebody who may not goes again for the sake of the others, who would get nothing or get it twice.
 */
export async function isStillWanted(db: Statements, { shop, id }: Pick<StoredBatch, "shop" | "id">, now: Instant): Promise<boolean> {
  if (shop.uninstalledAt !== null) return false;
  const { rows } = await sql<{ runId: string; customerId: string; context: string; enteredAt: Instant }>`
    select r."id" as "runId", r."customerId" as "customerId", r."context" as "context", r."enteredAt" as "enteredAt" from "Message" as m
    join "Run" as r on r."shopId" = m."shopId" and r."id" = m."runId" and r."status" = 'active'
    join "Customer" as c on c."shopId" = m."shopId" and c."id" = m."customerId" and c."deletedAt" is null
    left join "CustomerConsent" as p on p."shopId" = m."shopId" and p."customerId" = m."customerId" and p."consentId" = m."consentId"
    where m."shopId" = ${shop.id} and m."batchId" = ${id} and m."status" = 'handing-over' and (m."consentId" is null or p."state" = 'granted')`.execute(db.acrossShops);
  const truths = await loadTriggerTruths(db, shop.id, rows.map((row) => ({ ...row, context: triggerOfRun.parse(JSON.parse(row.context)) })), now);
  return [...truths.values()].some(({ untrue }) => untrue === null);
}
