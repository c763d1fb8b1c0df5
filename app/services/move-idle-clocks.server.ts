import type { WriteStatements } from "~/adapters/db/database.server";

/**
 * A visitor has become known (R44): her idle clocks go on as the customer's. Where the customer has a clock of the same
 * entry point already, the one pushed last stays.
 */
export async function moveIdleClocks(tx: WriteStatements, shopId: number, visitorId: string, customerId: string): Promise<void> {
  if (visitorId === customerId) return;
  const shop = tx.forShop(shopId);
  const clocks = await shop.selectFrom("IdleClock").selectAll().where("subjectId", "=", visitorId).execute();
  for (const clock of clocks) {
    await shop.insertInto("IdleClock").values({ ...clock, subjectId: customerId })
      .onConflict((conflict) => conflict.columns(["shopId", "scenarioId", "entryPointId", "subjectId"])
        .doUpdateSet({ stage: clock.stage, kind: clock.kind, dueAt: clock.dueAt, factKey: clock.factKey, at: clock.at, context: clock.context })
        .where("IdleClock.at", "<", clock.at))
      .execute();
  }
  if (clocks.length > 0) await shop.deleteFrom("IdleClock").where("subjectId", "=", visitorId).execute();
}
