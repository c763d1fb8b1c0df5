import type { Need } from "~/domain/engine/facts";
import { conditionsOf, type Condition, type Segment } from "./condition";

/**
 * What is asked of the database as it is, in place of being compared in memory: histories, which may be long, and the
 * profile. Steps change neither, so the answer holds for the whole turn.
 */
export type AskedCondition = Exclude<Condition, { fact: "tag" | "orders-count" | "total-spent" | "consent" | "trait" | "segment" }>;

/** Names the question and its answer. */
export const askKey = (condition: AskedCondition): `asks:${string}` => `asks:${JSON.stringify(condition)}`;

export const readAskKey = (key: `asks:${string}`): AskedCondition => JSON.parse(key.slice("asks:".length)) as AskedCondition;

/** What must be known of a customer to answer these segments. What a segment within them needs is known only once it is loaded. */
export function needsOf(segments: readonly Segment[]): Need[] {
  const needs = new Set<Need>();
  for (const segment of segments) for (const { condition } of conditionsOf(segment)) {
    needs.add(needOf(condition));
    if (condition.fact === "shopify-segment") needs.add(askKey(turnedQuestion(condition)));
  }
  return [...needs];
}

/** The other way around: both are answered by no where the members were never read. */
export const turnedQuestion = (condition: Extract<Condition, { fact: "shopify-segment" }>): AskedCondition => ({ ...condition, operator: condition.operator === "in" ? "not-in" : "in" });

function needOf(condition: Condition): Need {
  switch (condition.fact) {
    case "tag": return "tags";
    case "orders-count":
    case "total-spent": return "totals";
    case "consent": return "consents";
    case "trait": return "traits";
    case "segment": return `in:${condition.segmentId}`;
    default: return askKey(condition);
  }
}

/** What changed about a customer. A named event is more exact than "events", which may have been any; "all" is a customer to whom another's history came. */
export type ChangedFacts = "tags" | "totals" | "consents" | "traits" | "orders" | "profile" | "events" | `event:${string}` | `custom-event:${string}`
  /** A message was opened or clicked, by a person (R32). */
  | "messages"
  /** A message was handed over. */
  | "sent"
  /** Who is in segments of Shopify's was read. */
  | "shopify-segments"
  | "all";

/** Whether an answer that was found by this need may be another after such a change. What a named segment asks is not known here, so it may. */
export function isTouched(need: Need, changed: ChangedFacts): boolean {
  if (changed === "all" || need.startsWith("in:")) return true;
  if (!need.startsWith("asks:")) return need === changed;
  const asked = readAskKey(need as `asks:${string}`);
  switch (asked.fact) {
    case "orders":
    case "orders-sum":
    case "order-date": return changed === "orders";
    case "event": return changed === "events" || changed === `event:${asked.type}`;
    case "custom-event": return changed === "events" || changed === `custom-event:${asked.event}`;
    case "message": return changed === (asked.was === "sent" ? "sent" : "messages");
    case "country":
    case "city":
    case "language":
    case "contact":
    case "created": return changed === "profile";
    case "shopify-segment": return changed === "shopify-segments";
    default: return asked satisfies never;
  }
}
