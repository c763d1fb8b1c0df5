import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import type { WriteDeps } from "~/services/write-deps";
import type { Turn } from "./advance-batch.server";

export interface Queued {
  messages: number;
  errands: number;
}

/** Queues what saved turns ask of the outside, each under its effect's id, which is unique. */
export async function insertEffects(tx: WriteStatements, { now, newId }: WriteDeps, shopId: number, saved: readonly Turn[]): Promise<Queued> {
  const messages = [];
  const errands = [];
  for (const { row, scenario, effects } of saved) {
    for (const effect of effects) {
      const common = {
        shopId, id: newId(), effectId: effect.id, runId: row.id, scenarioId: row.scenarioId, versionId: scenario.versionId, stepId: effect.stepId, customerId: row.customerId,
        status: "queued", attempts: 0, queuedAt: now,
      };
      switch (effect.kind) {
        case "send-message": messages.push({ ...common, channel: effect.channel, dueAt: now }); break;
        case "errand": errands.push({ ...common, kind: effect.errand, request: effect.request && JSON.stringify(effect.request), nextTryAt: now }); break;
        default: effect satisfies never;
      }
    }
  }
  await insertRows(tx.acrossShops, "Message", messages);
  await insertRows(tx.acrossShops, "Errand", errands);
  return { messages: messages.length, errands: errands.length };
}
