import { describe, expect, it } from "vitest";
import type { PropertyType } from "~/domain/custom-event/event-definition";
import type { ShopChoices } from "~/domain/scenario/step-type";
import { checkSegment, isFinished } from "./check-segment";
import type { Condition } from "./condition";
import { eventFilterSchema, type EventFilter } from "./event-question";

const types: PropertyType[] = ["string", "integer", "money", "boolean", "date", "date-time", "list"];
const shop: ShopChoices = {
  timeZone: "Europe/Warsaw", consents: [], traits: [], segments: [], discountPools: [],
  events: [{ id: "1", key: "quiz", name: "Quiz", properties: types.map((type) => ({ key: type.replace("-", "_"), type, required: false })) }],
};
const problems = (filter: EventFilter) => checkSegment({ match: "all", groups: [{ match: "all", conditions: [{ fact: "custom-event", event: "quiz", operator: "at-least", count: 1, period: { is: "ever" }, filters: [filter] }] }] }, shop)
  .map(({ key, path }) => `${path.split(".").at(-1)} ${key.split(".").at(-1)}`);

describe("filters on the properties of an event", () => {
  it.each<EventFilter>([
    { property: "string", operator: "contains", value: "a" }, { property: "money", operator: "at-least", value: 5_000 }, { property: "boolean", operator: "is", value: false },
    { property: "date", as: "date", operator: "is", value: "2026-03-09" }, { property: "date", as: "date", operator: "between", value: ["2026-03-09", "2026-03-09"] }, { property: "date", as: "date", operator: "in-last", value: 30 },
    { property: "date_time", as: "date-time", operator: "after", value: "2026-03-09T12:00" }, { property: "list", as: "list", operator: "all-of", value: ["a", "b"] }, { property: "list", as: "list", operator: "is-empty" },
    // Saved before days could be asked for as such.
    { property: "date", operator: "contains", value: "2026" },
  ])("R13 R20 %j can be asked", (filter) => expect(problems(filter)).toEqual([]));

  it.each<[EventFilter, string]>([
    [{ property: "gone", operator: "is", value: "a" }, "property noProperty"],
    [{ property: "list", operator: "contains", value: "a" }, "operator operator"], [{ property: "string", as: "list", operator: "is-empty" }, "operator operator"], [{ property: "date", as: "date-time", operator: "before", value: "2026-03-09T12:00" }, "operator operator"],
    [{ property: "date_time", as: "date-time", operator: "is", value: "2026-03-09T12:00" }, "operator operator"], [{ property: "list", as: "list", operator: "contains", value: "a" }, "operator operator"],
    [{ property: "list", as: "list", operator: "any-of", value: [] }, "value empty"], [{ property: "list", as: "list", operator: "none-of", value: ["a", ""] }, "value empty"], [{ property: "list", as: "list", operator: "any-of", value: "a" }, "value empty"],
    [{ property: "date", as: "date", operator: "before", value: "" }, "value noDay"], [{ property: "date", as: "date", operator: "between", value: ["2026-03-09"] }, "value noDay"], [{ property: "date", as: "date", operator: "between", value: ["2026-03-09", "2026-03-08"] }, "value between"],
    [{ property: "date_time", as: "date-time", operator: "after", value: "2026-03-09" }, "value noTime"], [{ property: "date", as: "date", operator: "in-last", value: 0 }, "value days"], [{ property: "date", as: "date", operator: "in-last", value: "7" }, "value days"],
    [{ property: "string", operator: "is" }, "value empty"], [{ property: "string", operator: "is", value: "" }, "value empty"],
  ])("R13 R20 %j is refused: %s", (filter, problem) => expect(problems(filter)).toEqual([problem]));

  it("R13 R20 at most twenty texts are searched for", () => {
    const of = (count: number) => eventFilterSchema.safeParse({ property: "list", as: "list", operator: "any-of", value: Array.from({ length: count }, String) }).success;
    expect([of(20), of(21)]).toEqual([true, false]);
  });
});

it("R23 a condition in which nothing is chosen yet is not finished, and one whose segment is gone is", () => {
  const asking = (condition: Condition): boolean => isFinished({ match: "all", groups: [{ match: "any", conditions: [{ fact: "tag", operator: "has", tag: "vip" }, condition] }] });
  expect(asking({ fact: "shopify-segment", operator: "in", shopifySegmentId: "", name: "" })).toBe(false);
  expect(asking({ fact: "segment", operator: "not-in", segmentId: "" })).toBe(false);
  expect(asking({ fact: "country", operator: "is", countries: [] })).toBe(false);
  expect(asking({ fact: "segment", operator: "in", segmentId: "gone" })).toBe(true);
});
