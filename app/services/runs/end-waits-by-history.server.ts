import type { WriteStatements } from "~/adapters/db/database.server";
import type { Awaited } from "~/domain/engine/awaited";
import type { Instant } from "~/domain/instant";
import { readActivitiesSince } from "~/runtime/runs/read-activities.server";
import { endWaits, waitingFor } from "./note-happened.server";

/** R44, R31: a visitor turned out to be a customer. What the customer did before that, unknown, ends waits that began earlier still. */
export async function endWaitsByHistory(tx: WriteStatements, shopId: number, customerId: string, now: Instant): Promise<void> {
  const waiting = await waitingFor(tx, [{ shopId, customerId }]);
  if (waiting.length === 0) return;
  const types = waiting.flatMap(({ awaits }) => {
    const awaited = JSON.parse(awaits) as Awaited;
    return awaited.what === "activity" ? [awaited.type] : [];
  });
  const activities = await readActivitiesSince(tx, shopId, { customerIds: [customerId], types: [...new Set(types)], since: Math.min(...waiting.map(({ since }) => since)) });
  await endWaits(tx, shopId, waiting, activities, now);
}
