import type { Channel } from "~/domain/message/channel";
import type { TraitType } from "~/domain/trait/trait";
import { operated, type TraitOperation } from "~/domain/trait/trait-operation";
import type { ConsentState, Facts } from "./facts";

/** Of which channel consents are withdrawn; "all" means every consent of the shop. */
export type UnsubscribedFrom = "all" | Channel;

/**
 * What a step changes about the customer herself. It is saved with the run, in the same transaction, so it has no
 * outcome to wait for: either both are saved or neither.
 */
export type CustomerChange =
  | { kind: "add-tag"; tag: string }
  | { kind: "remove-tag"; tag: string }
  /** `counts` where she had something to be unsubscribed from. */
  | { kind: "withdraw-consents"; from: UnsubscribedFrom; counts: boolean }
  /** One consent of the shop, by its key. */
  | { kind: "set-consent"; consent: string; state: "granted" | "withdrawn" }
  | { kind: "change-trait"; traitId: string; key: string; type: TraitType; operation: TraitOperation };

/** A change with the step that asked for it. */
export type ChangeOfStep = CustomerChange & { stepId: string };

/** The facts as they are once the changes are saved, so that the next step of the same turn sees what the last one did. */
export function withChanges(facts: Facts, changes: readonly CustomerChange[]): Facts {
  return changes.reduce(withChange, facts);
}

function withChange(facts: Facts, change: CustomerChange): Facts {
  switch (change.kind) {
    case "add-tag": return facts.tags && without(facts.tags, change.tag).length === facts.tags.size ? { ...facts, tags: new Set([...facts.tags, change.tag]) } : facts;
    case "remove-tag": return facts.tags ? { ...facts, tags: new Set(without(facts.tags, change.tag)) } : facts;
    case "withdraw-consents": return facts.consents ? { ...facts, consents: withdrawn(facts.consents, change.from) } : facts;
    case "set-consent": return facts.consents ? { ...facts, consents: withState(facts.consents, change.consent, change.state) } : facts;
    case "change-trait": return facts.traits ? { ...facts, traits: { ...facts.traits, values: withOperation(facts.traits.values, change.key, change.operation) } } : facts;
    default: return change satisfies never;
  }
}

function without(tags: ReadonlySet<string>, tag: string): string[] {
  return [...tags].filter((each) => each.toLowerCase() !== tag.toLowerCase());
}

function withState(consents: NonNullable<Facts["consents"]>, key: string, state: ConsentState): NonNullable<Facts["consents"]> {
  const consent = consents.get(key);
  return consent ? new Map([...consents, [key, { ...consent, state }]]) : consents;
}

function withOperation(values: NonNullable<Facts["traits"]>["values"], key: string, operation: TraitOperation): NonNullable<Facts["traits"]>["values"] {
  const changed = new Map(values);
  const value = operated(values.get(key) ?? null, operation);
  if (value === null) changed.delete(key);
  else changed.set(key, value);
  return changed;
}

function withdrawn(consents: NonNullable<Facts["consents"]>, from: UnsubscribedFrom): NonNullable<Facts["consents"]> {
  return new Map([...consents].map(([key, consent]) => [key, isOf(consent, from) ? { ...consent, state: "withdrawn" } : consent]));
}

/** Whether she is subscribed, or about to be, to anything of the channel. */
export function subscribedTo(consents: NonNullable<Facts["consents"]>, from: UnsubscribedFrom): boolean {
  return [...consents.values()].some((consent) => isOf(consent, from) && SUBSCRIBED.includes(consent.state));
}

const SUBSCRIBED: readonly ConsentState[] = ["granted", "pending"];
const isOf = ({ channels }: { channels: readonly string[] }, from: UnsubscribedFrom) => from === "all" || channels.includes(from);
