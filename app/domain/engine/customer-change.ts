import type { Facts } from "./facts";

/**
 * What a step changes about the customer herself. It is saved with the run, in the same transaction, so it has no
 * outcome to wait for: either both are saved or neither.
 */
export type CustomerChange =
  | { kind: "add-tag"; tag: string }
  | { kind: "remove-tag"; tag: string };

/** A change with the step that asked for it. */
export type ChangeOfStep = CustomerChange & { stepId: string };

/** The facts as they are once the changes are saved, so that the next step of the same turn sees what the last one did. */
export function withChanges(facts: Facts, changes: readonly CustomerChange[]): Facts {
  return changes.reduce(withChange, facts);
}

function withChange(facts: Facts, change: CustomerChange): Facts {
  if (!facts.tags) return facts;
  const others = [...facts.tags].filter((tag) => tag.toLowerCase() !== change.tag.toLowerCase());
  switch (change.kind) {
    case "add-tag": return others.length < facts.tags.size ? facts : { ...facts, tags: new Set([...others, change.tag]) };
    case "remove-tag": return { ...facts, tags: new Set(others) };
    default: return change satisfies never;
  }
}
