import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { CodeOrder } from "./code-order";

export type Issued = { ok: true; code: string } | { ok: false; reason: "pool-empty" | "pool-missing" };

/** Another taker was quicker so often only where something is wrong. */
const MOST_RACES = 100;

/**
 * Gives the customer the next code of the pool (R30). One conditional statement takes it: of two who want the same code
 * one takes none and looks again. The same effect asked twice gets the same code. `expiresAt` counts from `now`.
 */
export async function issueFromPool(tx: WriteStatements, shopId: number, poolId: string, order: CodeOrder, now: Instant, expiresAt: Instant | null): Promise<Issued> {
  const own = tx.forShop(shopId);
  for (let race = 0; race < MOST_RACES; race += 1) {
    const had = await own.selectFrom("DiscountCode").select("code").where("effectId", "=", order.effectId).executeTakeFirst();
    if (had) return { ok: true, code: had.code };
    const pool = await own.selectFrom("DiscountPool").select("worth").where("id", "=", poolId).where("deletedAt", "is", null).executeTakeFirst();
    if (!pool) return { ok: false, reason: "pool-missing" };
    const { rows: [taken] } = await sql<{ code: string }>`
      update "DiscountCode" set "status" = 'issued', "issuedAt" = ${now}, "expiresAt" = ${expiresAt}, "worth" = ${pool.worth}, "effectId" = ${order.effectId}, "runId" = ${order.runId},
        "scenarioId" = ${order.scenarioId}, "stepId" = ${order.stepId}, "customerId" = ${order.customerId}, "name" = ${order.name}, "whenStale" = ${order.whenStale}
      where "shopId" = ${shopId} and "status" = 'free' and "id" = (
        select c."id" from "DiscountCode" as c where c."shopId" = ${shopId} and c."poolId" = ${poolId} and c."status" = 'free' order by c."id" limit 1
      ) returning "code"`.execute(tx.acrossShops);
    if (taken) return { ok: true, code: taken.code };
    const left = await own.selectFrom("DiscountCode").select("id").where("poolId", "=", poolId).where("status", "=", "free").limit(1).executeTakeFirst();
    if (!left) return { ok: false, reason: "pool-empty" };
  }
  throw new Error(`pool ${poolId} of shop ${shopId} gave no code in ${MOST_RACES} tries`);
}
