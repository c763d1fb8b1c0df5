import { sql } from "kysely";
import type { Statements } from "~/adapters/db/database.server";
import type { StoredBatch } from "./claim-messages.server";

/**
 * Whether anybody in a stored batch may still get her e-mail: the shop has the app, her run goes on, she is still a
 * customer and has not withdrawn the consent it was rendered under (R42). A batch can only be sent again as a whole, so
 * one with somebody who may not goes again for the sake of the others, who would get nothing or get it twice.
 */
export async function isStillWanted(db: Statements, { shop, id }: Pick<StoredBatch, "shop" | "id">): Promise<boolean> {
  if (shop.uninstalledAt !== null) return false;
  const { rows } = await sql`
    select 1 from "Message" as m
    join "Run" as r on r."shopId" = m."shopId" and r."id" = m."runId" and r."status" = 'active'
    join "Customer" as c on c."shopId" = m."shopId" and c."id" = m."customerId" and c."deletedAt" is null
    left join "CustomerConsent" as p on p."shopId" = m."shopId" and p."customerId" = m."customerId" and p."consentId" = m."consentId"
    where m."shopId" = ${shop.id} and m."batchId" = ${id} and m."status" = 'handing-over' and (m."consentId" is null or p."state" = 'granted')
    limit 1`.execute(db.acrossShops);
  return rows.length > 0;
}
