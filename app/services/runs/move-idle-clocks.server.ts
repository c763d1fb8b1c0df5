import type { Selectable } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { IdleClock } from "~/adapters/db/generated/tables";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";

export type ClockRow = Selectable<IdleClock>;

export interface MovedClocks {
  /** Those that came over, as the customer's. */
  came: ClockRow[];
  /** The customer's own that stayed. */
  stayed: ClockRow[];
}

/**
 * A visitor has become known (R44): the idle clocks go on as the customer's, all of them or those about the given carts.
 * Where the customer has a clock of the same entry point already, the one pushed last stays.
 */
export async function moveIdleClocks(tx: WriteStatements, shopId: number, subjectId: string, customerId: string, carts?: ReadonlySet<string>): Promise<MovedClocks> {
  if (subjectId === customerId || carts?.size === 0) return { came: [], stayed: [] };
  const shop = tx.forShop(shopId);
  const all = await shop.selectFrom("IdleClock").selectAll().where("subjectId", "in", [subjectId, customerId]).orderBy("scenarioId").orderBy("entryPointId").execute();
  const own = all.filter((clock) => clock.subjectId === customerId);
  const clocks = all.filter((clock) => clock.subjectId === subjectId && (!carts || carts.has((JSON.parse(clock.context) as TriggerContext).cartToken ?? "")));
  const moved: MovedClocks = { came: [], stayed: own.filter((mine) => !clocks.some((clock) => isSame(mine, clock))) };
  for (const clock of clocks) {
    const mine = own.find((each) => isSame(each, clock));
    if (mine && mine.at >= clock.at) moved.stayed.push(mine);
    else moved.came.push({ ...clock, subjectId: customerId });
    await shop.deleteFrom("IdleClock").where("scenarioId", "=", clock.scenarioId).where("entryPointId", "=", clock.entryPointId).where("subjectId", "=", subjectId).execute();
  }
  for (const clock of moved.came) {
    const { stage, kind, dueAt, factKey, at, context } = clock;
    await shop.insertInto("IdleClock").values(clock)
      .onConflict((conflict) => conflict.columns(["shopId", "scenarioId", "entryPointId", "subjectId"]).doUpdateSet({ stage, kind, dueAt, factKey, at, context })).execute();
  }
  return moved;
}

const isSame = (one: ClockRow, other: ClockRow) => one.scenarioId === other.scenarioId && one.entryPointId === other.entryPointId;
