import { describe, expect, it } from "vitest";
import type { Facts } from "~/domain/engine/facts";
import { segmentSchema, type Condition, type Segment } from "./condition";
import { inSegment } from "./in-segment";
import { needsOf } from "./needs-of";

const ola: Facts = {
  timeZone: "Europe/Warsaw",
  tags: new Set(["VIP", "newsletter"]),
  totals: { ordersCount: 3, totalSpentMinor: 12_050 },
  consents: new Map([["newsletter", { state: "granted", channels: ["email"] }], ["sms", { state: "withdrawn", channels: ["sms"] }]]),
};

describe("conditions", () => {
  it.each<[Condition, boolean]>([
    [{ fact: "tag", operator: "has", tag: "vip" }, true],
    [{ fact: "tag", operator: "has-not", tag: "vip" }, false],
    [{ fact: "tag", operator: "has-not", tag: "new" }, true],
    [{ fact: "orders-count", operator: "equals", count: 3 }, true],
    [{ fact: "orders-count", operator: "at-least", count: 4 }, false],
    [{ fact: "orders-count", operator: "at-most", count: 3 }, true],
    [{ fact: "total-spent", operator: "at-least", amountMinor: 12_050 }, true],
    [{ fact: "total-spent", operator: "at-most", amountMinor: 12_049 }, false],
    [{ fact: "consent", operator: "granted", consent: "newsletter" }, true],
    [{ fact: "consent", operator: "granted", consent: "sms" }, false],
    [{ fact: "consent", operator: "not-granted", consent: "push" }, true],
  ])("R23 %j is %j", (condition, expected) => expect(inSegment({ match: "all", groups: [{ match: "all", conditions: [condition] }] }, ola, 0)).toBe(expected));

  it("R23 groups: within a group and between groups, all or any", () => {
    const yes: Condition = { fact: "tag", operator: "has", tag: "vip" };
    const no: Condition = { fact: "tag", operator: "has", tag: "new" };
    const of = (match: Segment["match"], ...groups: [Segment["match"], Condition[]][]): Segment => ({ match, groups: groups.map(([inner, conditions]) => ({ match: inner, conditions })) });
    expect(inSegment(of("all", ["any", [yes, no]], ["all", [yes]]), ola, 0)).toBe(true);
    expect(inSegment(of("all", ["any", [yes, no]], ["all", [yes, no]]), ola, 0)).toBe(false);
    expect(inSegment(of("any", ["all", [no]], ["any", [no, yes]]), ola, 0)).toBe(true);
    expect(inSegment(of("any", ["all", [no]], ["any", [no]]), ola, 0)).toBe(false);
  });

  it("R23 asks only for the facts it compares, and never guesses at one that is missing", () => {
    const segment: Segment = { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 1 }, { fact: "total-spent", operator: "at-least", amountMinor: 1 }] }] };
    expect(needsOf([segment])).toEqual(["totals"]);
    expect(() => inSegment(segment, { timeZone: "utc" }, 0)).toThrow("not loaded");
  });

  it.each([
    { match: "all", groups: [] },
    { match: "all", groups: [{ match: "all", conditions: [] }] },
    { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: -1 }] }] },
    { match: "all", groups: [{ match: "all", conditions: [{ fact: "total-spent", operator: "equals", amountMinor: 1 }] }] },
    { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: " " }] }] },
  ])("R23 refuses %j", (segment) => expect(segmentSchema.safeParse(segment).success).toBe(false));
});
