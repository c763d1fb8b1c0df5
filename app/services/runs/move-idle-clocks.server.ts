import type { WriteStatements } from "~/adapters/db/database.server";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";

/**
 * A visitor has become known (R44): the idle clocks go on as the customer's, all of them or those about the given carts.
 * Where the customer has a clock of the same entry point already, the one pushed last stays.
 */
export async function moveIdleClocks(tx: WriteStatements, shopId: number, subjectId: string, customerId: string, carts?: ReadonlySet<string>): Promise<void> {
  if (subjectId === customerId || carts?.size === 0) return;
  const shop = tx.forShop(shopId);
  const all = await shop.selectFrom("IdleClock").selectAll().where("subjectId", "=", subjectId).execute();
  const clocks = carts ? all.filter(({ context }) => carts.has((JSON.parse(context) as TriggerContext).cartToken ?? "")) : all;
  for (const clock of clocks) {
    await shop.insertInto("IdleClock").values({ ...clock, subjectId: customerId })
      .onConflict((conflict) => conflict.columns(["shopId", "scenarioId", "entryPointId", "subjectId"])
        .doUpdateSet({ stage: clock.stage, kind: clock.kind, dueAt: clock.dueAt, factKey: clock.factKey, at: clock.at, context: clock.context })
        .where("IdleClock.at", "<", clock.at))
      .execute();
    await shop.deleteFrom("IdleClock").where("scenarioId", "=", clock.scenarioId).where("entryPointId", "=", clock.entryPointId).where("subjectId", "=", subjectId).execute();
  }
}
