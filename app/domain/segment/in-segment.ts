import type { Facts, Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { Condition, COUNT_OPERATORS, Group, Match, Segment } from "./condition";
import { foldCase } from "./fold-case";
import { askKey, needsOf, turnedQuestion, type AskedCondition } from "./needs-of";
import { traitMatches } from "./trait-condition";

/**
 * Whether the customer is in the segment, as the facts say. Those named by `needsOf` must be loaded. `now` for what is asked of the last days.
 * In SQL the same is said by `segmentPredicate`; a test holds the two to one meaning.
 */
export function inSegment(segment: Segment, facts: Facts, now: Instant): boolean {
  return isIn(segment, facts, now, []) === true;
}

/** Null where nobody can say: of a segment of Shopify's whose members were never read, and of what hangs on it. */
type Told = boolean | null;

const isIn = ({ match, groups }: Segment, facts: Facts, now: Instant, within: readonly string[]): Told => allOrAny(match, groups.map((group) => () => inGroup(group, facts, now, within)));

function inGroup({ match, not, conditions, groups = [] }: Group, facts: Facts, now: Instant, within: readonly string[]): Told {
  const told = allOrAny(match, [...conditions.map((condition) => () => holds(condition, facts, now, within)), ...groups.map((group) => () => inGroup(group, facts, now, within))]);
  return not ? turned(told) : told;
}

const turned = (told: Told): Told => (told === null ? null : !told);

/** One that fails settles "all", one that holds settles "any", and no other is looked at then. */
function allOrAny(match: Match, tests: readonly (() => Told)[]): Told {
  const settling = match === "any";
  let told: Told = !settling;
  for (const test of tests) {
    const each = test();
    if (each === settling) return settling;
    if (each === null) told = null;
  }
  return told;
}

/** Tags compare as Shopify compares them: without regard to case. */
function holds(condition: Condition, facts: Facts, now: Instant, within: readonly string[]): Told {
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
    case "segment": {
      const { segmentId } = condition;
      const inner = known(facts.segments, "segments").get(segmentId);
      // One that is gone, or that would ask itself, has nobody in it.
      const inside = inner !== undefined && !within.includes(segmentId) ? isIn(inner, facts, now, [...within, segmentId]) : false;
      return condition.operator === "in" ? inside : turned(inside);
    }
    case "shopify-segment": return answer(condition, facts) || (answer(turnedQuestion(condition), facts) ? false : null);
    default: return answer(condition, facts);
  }
}

const answer = (condition: AskedCondition, facts: Facts): boolean => known(facts.answers?.get(askKey(condition)), askKey(condition));

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

/** The needs with those of the segments that they name, and of the segments that these name. */
export function withInner(needs: Iterable<Need>, segments: ReadonlyMap<string, Segment>): Set<Need> {
  const all = new Set<Need>(needs);
  // A set that grows is walked to its end.
  for (const need of all) {
    const inner = need.startsWith("in:") ? segments.get(need.slice("in:".length)) : undefined;
    if (inner) for (const further of needsOf([inner])) all.add(further);
  }
  return all;
}
