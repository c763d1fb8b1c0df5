import { sql } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import { heldFor } from "./overdue-runs.server";

const PIECE = 2_000;

/**
 * R9: lets held runs go on. The time they were held is added to their wait, unless their clocks ran on, and each becomes due at once, so that its
 * step says anew how long it waits. Hold all of them first (`holdRuns` until it answers 0). Does one piece and answers
 * how many; call it until 0, then wake "runs".
 */
export async function releaseRuns(tx: WriteStatements, shopId: number, scenarioId: string, now: Instant, clocksRunOn = false): Promise<number> {
  const shop = tx.forShop(shopId);
  const piece = shop.selectFrom("Run").select("id").where("scenarioId", "=", scenarioId).where("status", "=", "active").where("heldAt", "is not", null).limit(PIECE);
  const released = await shop.updateTable("Run")
    .set({ dueAt: now, heldAt: null, ...(clocksRunOn ? {} : { heldMs: sql<number>`"heldMs" + ${heldFor(now)}` }) })
    .where("id", "in", piece).executeTakeFirst();
  return Number(released.numUpdatedRows);
}
