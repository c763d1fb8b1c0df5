import type { WriteStatements } from "~/adapters/db/database.server";
import type { ChangeOfStep } from "~/domain/engine/customer-change";
import type { WriteDeps } from "~/services/write-deps";
import { changeTags, type TagChange } from "./change-tags.server";
import { withdrawConsentsByScenario, type Unsubscribed } from "./withdraw-by-scenario.server";

export interface ChangeOfRun {
  customerId: string;
  scenarioId: string;
  runId: string;
  change: ChangeOfStep;
}

/**
 * What scenarios change about customers (R25, R29), in the transaction that saves their runs, in the order of the list.
 * The number of statements depends on the kinds of changes, not on how many customers they concern.
 */
export async function applyChanges(tx: WriteStatements, deps: Pick<WriteDeps, "newId" | "now">, shopId: number, changes: readonly ChangeOfRun[]): Promise<void> {
  const tags: TagChange[] = [];
  const unsubscribed: Unsubscribed[] = [];
  for (const { customerId, scenarioId, runId, change } of changes) {
    switch (change.kind) {
      case "add-tag": tags.push({ customerId, tag: change.tag, does: "add" }); break;
      case "remove-tag": tags.push({ customerId, tag: change.tag, does: "remove" }); break;
      case "withdraw-consents": unsubscribed.push({ customerId, from: change.from, scenarioId, runId, stepId: change.stepId }); break;
      default: change satisfies never;
    }
  }
  await changeTags(tx, shopId, tags, deps.now);
  await withdrawConsentsByScenario(tx, deps, shopId, unsubscribed);
}
