import { z } from "zod";
import type { Facts, Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { ConfigProblem, ShopChoices } from "~/domain/scenario/step-type";
import { foldCase } from "./fold-case";
import { checkTraitCondition, traitConditionSchema, traitMatches } from "./trait-condition";

/**
 * What is asked of a customer (R20, R23, R31). Each condition is one fact and one comparison, so it can be answered for
 * one person from her facts and for a customer base by one set-based statement alike.
 */
const shopTag = z.string().trim().min(1).max(255);

export const COUNT_OPERATORS = ["equals", "at-least", "at-most"] as const;
export const AMOUNT_OPERATORS = ["at-least", "at-most"] as const;

export const conditionSchema = z.discriminatedUnion("fact", [
  z.strictObject({ fact: z.literal("tag"), operator: z.enum(["has", "has-not"]), tag: shopTag }),
  z.strictObject({ fact: z.literal("orders-count"), operator: z.enum(COUNT_OPERATORS), count: z.number().int().min(0).max(1_000_000) }),
  z.strictObject({
    fact: z.literal("total-spent"),
    operator: z.enum(AMOUNT_OPERATORS),
    /** Shop currency, minor units. */
    amountMinor: z.number().int().min(0).max(1_000_000_000_000),
  }),
  z.strictObject({ fact: z.literal("consent"), operator: z.enum(["granted", "not-granted"]), consent: z.string().min(1).max(64) }),
  traitConditionSchema,
]);

/** Groups of conditions: within a group all or any must hold, and so must all or any of the groups. */
export const segmentSchema = z.strictObject({
  match: z.enum(["all", "any"]),
  groups: z.array(z.strictObject({
    match: z.enum(["all", "any"]),
    conditions: z.array(conditionSchema).min(1).max(20),
  })).min(1).max(10),
});

export type Condition = z.infer<typeof conditionSchema>;
export type Segment = z.infer<typeof segmentSchema>;

/** What must be known of a customer to answer these segments. */
export function needsOf(segments: readonly Segment[]): Need[] {
  const needs = new Set<Need>();
  for (const { groups } of segments) for (const { conditions } of groups) for (const condition of conditions) needs.add(needOf(condition));
  return [...needs];
}

function needOf(condition: Condition): Need {
  switch (condition.fact) {
    case "tag": return "tags";
    case "orders-count":
    case "total-spent": return "totals";
    case "consent": return "consents";
    case "trait": return "traits";
    default: return condition satisfies never;
  }
}

/** What the segment refers to and the shop has no more, or asks in a way that does not fit; paths below the segment. */
export function checkSegment({ groups }: Segment, shop: ShopChoices | undefined): ConfigProblem[] {
  return groups.flatMap(({ conditions }, group) => conditions.flatMap((condition, index) => (condition.fact !== "trait" ? [] : checkTraitCondition(condition, shop)
    .map((problem) => ({ ...problem, path: `groups[${group}].conditions[${index}].${problem.path}` })))));
}

/** Whether the customer is in the segment. The facts named by `needsOf` must be loaded. `now` for what is asked of the last days. */
export function inSegment(segment: Segment, facts: Facts, now: Instant): boolean {
  return holds(segment.match, segment.groups, (group) => holds(group.match, group.conditions, (condition) => matches(condition, facts, now)));
}

function holds<T>(match: "all" | "any", parts: readonly T[], test: (part: T) => boolean): boolean {
  return match === "all" ? parts.every(test) : parts.some(test);
}

/** Tags compare as Shopify compares them: without regard to case. */
export function matches(condition: Condition, facts: Facts, now: Instant): boolean {
  switch (condition.fact) {
    case "tag": {
      const wanted = foldCase(condition.tag);
      const has = [...known(facts.tags, "tags")].some((tag) => foldCase(tag) === wanted);
      return has === (condition.operator === "has");
    }
    case "orders-count": return compare(known(facts.totals, "totals").ordersCount, condition.operator, condition.count);
    case "total-spent": return compare(known(facts.totals, "totals").totalSpentMinor, condition.operator, condition.amountMinor);
    case "consent": return (known(facts.consents, "consents").get(condition.consent)?.state === "granted") === (condition.operator === "granted");
    case "trait": return traitMatches(condition, known(facts.traits, "traits"), facts.timeZone, now);
    default: return condition satisfies never;
  }
}

function compare(value: number, operator: (typeof COUNT_OPERATORS)[number], wanted: number): boolean {
  switch (operator) {
    case "equals": return value === wanted;
    case "at-least": return value >= wanted;
    case "at-most": return value <= wanted;
    default: return operator satisfies never;
  }
}

function known<T>(fact: T | undefined, need: Need): T {
  if (fact === undefined) throw new Error(`a condition asks for ${need}, which were not loaded`);
  return fact;
}
