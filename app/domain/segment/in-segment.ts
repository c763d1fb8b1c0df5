import type { Facts, Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import type { Condition, COUNT_OPERATORS, Group, Match, Segment } from "./condition";
import { foldCase } from "./fold-case";
import { askKey, needsOf } from "./needs-of";
import { traitMatches } from "./trait-condition";

/**
 * Whether the customer is in the segment, as the facts say. Those named by `needsOf` must be loaded. `now` for what is asked of the last days.
 * In SQL the same is said by `segmentPredicate`; a test holds the two to one meaning.
 */
export function inSegment(segment: Segment, facts: Facts, now: Instant): boolean {
  return allOrAny(segment.match, segment.groups, (group) => inGroup(group, facts, now, []));
}

function inGroup({ match, not, conditions, groups = [] }: Group, facts: Facts, now: Instant, within: readonly string[]): boolean {
  const tests = [...conditions.map((condition) => () => holds(condition, facts, now, within)), ...groups.map((group) => () => inGroup(group, facts, now, within))];
  return allOrAny(match, tests, (test) => test()) !== (not === true);
}

function allOrAny<T>(match: Match, parts: readonly T[], test: (part: T) => boolean): boolean {
  return match === "all" ? parts.every(test) : parts.some(test);
}

/** Tags compare as Shopify compares them: without regard to case. */
function holds(condition: Condition, facts: Facts, now: Instant, within: readonly string[]): boolean {
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
      const inside = inner !== undefined && !within.includes(segmentId) && allOrAny(inner.match, inner.groups, (group) => inGroup(group, facts, now, [...within, segmentId]));
      return inside === (condition.operator === "in");
    }
    default: return known(facts.answers?.get(askKey(condition)), askKey(condition));
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
