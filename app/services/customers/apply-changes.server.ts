import type { WriteStatements } from "~/adapters/db/database.server";
import type { ChangeOfStep } from "~/domain/engine/customer-change";
import type { WriteDeps } from "~/services/write-deps";
import { changeTraits, type TraitChangeRequest } from "~/services/traits/change-traits.server";
import { changeTags, type TagChange } from "./change-tags.server";
import { setConsentsByScenario, type SetConsent } from "./set-consents-by-scenario.server";
import { withdrawConsentsByScenario, type Unsubscribed } from "./withdraw-by-scenario.server";

export interface ChangeOfRun {
  customerId: string;
  scenarioId: string;
  /** The version by which the run was taken on. */
  versionId: string;
  runId: string;
  change: ChangeOfStep;
}

/**
 * What scenarios change about customers (R24, R25, R29), in the transaction that saves their runs, in the order of the list.
 * The number of statements depends on the kinds of changes, not on how many customers they concern.
 */
export async function applyChanges(tx: WriteStatements, deps: WriteDeps, shopId: number, changes: readonly ChangeOfRun[]): Promise<void> {
  const tags: TagChange[] = [];
  const consents: SetConsent[] = [];
  const unsubscribed: Unsubscribed[] = [];
  const traits: TraitChangeRequest[] = [];
  for (const { customerId, scenarioId, versionId, runId, change } of changes) {
    switch (change.kind) {
      case "add-tag": tags.push({ customerId, tag: change.tag, does: "add", scenarioId }); break;
      case "remove-tag": tags.push({ customerId, tag: change.tag, does: "remove" }); break;
      case "withdraw-consents": unsubscribed.push({ customerId, from: change.from, scenarioId, runId, stepId: change.stepId }); break;
      case "set-consent": consents.push({ customerId, consent: change.consent, state: change.state, scenarioId, versionId, runId, stepId: change.stepId }); break;
      case "change-trait": {
        const { traitId, type, operation, stepId } = change;
        traits.push({ customerId, traitId, type, operation, by: { source: "scenario", scenarioId, runId, stepId } });
        break;
      }
      default: change satisfies never;
    }
  }
  await changeTags(tx, deps, shopId, tags);
  // An unsubscription of the same turn holds against a consent that was set: of two the more careful one.
  await setConsentsByScenario(tx, deps, shopId, consents);
  await withdrawConsentsByScenario(tx, deps, shopId, unsubscribed);
  await changeTraits(tx, deps, shopId, traits);
}
