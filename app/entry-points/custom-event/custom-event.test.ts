import { describe, expect, it } from "vitest";
import type { EventDefinition, EventValues } from "~/domain/custom-event/event-definition";
import type { PropertyFilter } from "~/domain/custom-event/property-filter";
import type { Activity } from "~/domain/scenario/entry-point-type";
import { customEvent, customEventConfig } from "./definition";

const quiz: EventDefinition = {
  id: "1", key: "quiz_finished", name: "Quiz finished",
  properties: [
    { key: "result", type: "string", required: true }, { key: "score", type: "integer", required: false }, { key: "budget", type: "money", required: false }, { key: "agreed", type: "boolean", required: false },
    { key: "visit", type: "date", required: false }, { key: "finished", type: "date-time", required: false }, { key: "liked", type: "list", required: false }, { key: "ratio", type: "decimal", required: false },
  ],
};
const sent: EventValues = { result: "Dry skin", score: 7, budget: { minor: 50_000, currency: "EUR" }, agreed: true, visit: "2026-07-01", finished: "2026-07-01T12:30:00+02:00", liked: ["Apron", "Bowl"], ratio: 0.5 };
/** 1:00 of 3 July in Warsaw, and still the day before in UTC. */
const AT = Date.parse("2026-07-02T23:00:00Z");
const arrives = (event: Activity["event"]): Activity => ({ key: "e1", subjectId: "ola", type: "custom_event", at: AT, timeZone: "Europe/Warsaw", ...(event ? { event } : {}) });
const enters = (filters: PropertyFilter[], properties = sent) => customEvent.react({ event: "quiz_finished", filters }, arrives({ name: "quiz_finished", properties })).do === "enter";
const shop = { timeZone: "UTC", consents: [], traits: [], segments: [], discountPools: [], events: [quiz] };

describe("R13 custom event", () => {
  it("R13 lets in by the chosen event alone, and the run remembers its properties", () => {
    const event = { name: "quiz_finished", properties: sent };
    expect(customEvent.react({ event: "quiz_finished", filters: [] }, arrives(event))).toEqual({ do: "enter", context: { at: AT, event } });
    expect(customEvent.react({ event: "other", filters: [] }, arrives(event))).toEqual({ do: "nothing" });
    expect(customEvent.react({ event: "quiz_finished", filters: [] }, { ...arrives(event), type: "page_viewed" })).toEqual({ do: "nothing" });
  });

  it("R13 lets nobody in by an event that lacks what it must have", () => {
    expect(customEvent.react({ event: "quiz_finished", filters: [] }, arrives(undefined))).toEqual({ do: "nothing" });
  });

  it.each<[string, PropertyFilter["operator"], PropertyFilter["value"], boolean]>([
    ["result", "is", "dry skin", true], ["result", "is-not", "Dry skin", false], ["result", "contains", "SKIN", true], ["result", "contains", "oily", false],
    ["score", "is", 7, true], ["score", "is-not", 7, false], ["score", "at-least", 7, true], ["score", "at-least", 8, false], ["score", "at-most", 6, false],
    ["budget", "at-least", 50_000, true], ["budget", "at-most", 49_999, false], ["budget", "is", 50_000, true], ["ratio", "at-least", 0.25, true], ["ratio", "at-most", 0.25, false],
    ["agreed", "is", true, true], ["agreed", "is", false, false],
    ["visit", "is", "2026-07-01", true], ["visit", "before", "2026-07-01", false], ["visit", "before", "2026-07-02", true], ["visit", "after", "2026-06-30", true],
    ["finished", "before", "2026-07-01T12:31", true], ["finished", "before", "2026-07-01T12:30", false], ["finished", "after", "2026-07-01T12:29", true],
    ["liked", "includes", "bowl", true], ["liked", "includes", "bow", false], ["liked", "includes-not", "bowl", false], ["liked", "includes-not", "plate", true],
    ["liked", "any-of", ["plate", "bowl"], true], ["liked", "any-of", ["plate"], false], ["liked", "any-of", [], false], ["liked", "all-of", ["BOWL", "apron"], true], ["liked", "all-of", ["bowl", "plate"], false],
    ["liked", "none-of", ["plate", "cup"], true], ["liked", "none-of", ["plate", "bowl"], false], ["liked", "is-empty", undefined, false],
    ["visit", "between", ["2026-07-01", "2026-07-01"], true], ["visit", "between", ["2026-07-02", "2026-07-05"], false], ["visit", "in-last", 2, true], ["visit", "in-last", 1, false],
    ["finished", "between", ["2026-07-01T12:30", "2026-07-01T12:30"], true], ["finished", "between", ["2026-07-01T12:31", "2026-07-02T00:00"], false], ["finished", "in-last", 2, true], ["finished", "in-last", 1, false],
    ["score", "was-sent", undefined, true], ["score", "was-not-sent", undefined, false],
  ])("R13 %s %s %j: %s", (property, operator, value, holds) => {
    expect(enters([{ property, operator, ...(value === undefined ? {} : { value }) }])).toBe(holds);
  });

  it("R13 of a property that was not sent only the negations hold", () => {
    const holding = ["is", "is-not", "contains", "at-least", "before", "includes", "includes-not", "any-of", "all-of", "none-of", "is-empty", "between", "in-last", "was-sent", "was-not-sent"] as const;
    expect(holding.filter((operator) => enters([{ property: "score", operator, value: 7 }], {}))).toEqual(["is-not", "includes-not", "none-of", "is-empty", "was-not-sent"]);
  });

  it("R13 several filters must all hold", () => {
    const good: PropertyFilter = { property: "score", operator: "at-least", value: 5 };
    expect(enters([good, { property: "agreed", operator: "is", value: true }])).toBe(true);
    expect(enters([good, { property: "agreed", operator: "is", value: false }])).toBe(false);
  });

  it("R13 cannot be published without an event, with one the shop lacks, or with a filter that does not fit", () => {
    const problems = (event: string, ...filters: PropertyFilter[]) => customEvent.check({ event, filters }, { shop }).map(({ key, path }) => `${path} ${key}`);
    expect(problems("")).toEqual(["event events:problem.none"]);
    expect(problems("retired")).toEqual(["event events:problem.gone"]);
    expect(problems("quiz_finished", { property: "", operator: "is" }, { property: "gone", operator: "is" }, { property: "score", operator: "contains", value: "7" }, { property: "score", operator: "is", value: "7" }))
      .toEqual(["filters[0].property events:problem.noProperty", "filters[1].property events:problem.propertyGone", "filters[2].operator events:problem.operator", "filters[3].value events:problem.value.integer"]);
    expect(problems("quiz_finished", { property: "liked", operator: "any-of", value: [] }, { property: "visit", operator: "in-last", value: 0 }, { property: "visit", operator: "between", value: ["2026-07-02"] }, { property: "finished", operator: "between", value: ["2026-07-02T10:00", "2026-07-01T10:00"] }, { property: "finished", operator: "is", value: "2026-07-02T10:00" }))
      .toEqual(["filters[0].value events:problem.value.list", "filters[1].value events:problem.days", "filters[2].value events:problem.value.date", "filters[3].value events:problem.between", "filters[4].operator events:problem.operator"]);
    expect(problems("quiz_finished", { property: "liked", operator: "none-of", value: ["a"] }, { property: "liked", operator: "is-empty" }, { property: "visit", operator: "between", value: ["2026-07-01", "2026-07-01"] }, { property: "finished", operator: "in-last", value: 7 })).toEqual([]);
    expect(problems("quiz_finished", { property: "liked", operator: "includes", value: "a" }, { property: "visit", operator: "was-sent" })).toEqual([]);
    expect(customEvent.check({ event: "anything", filters: [] }, {})).toEqual([]);
  });

  it("R13 says what messages may name, and takes ten filters", () => {
    expect(customEvent.gives({ event: "quiz_finished", filters: [] }, shop)).toContain("event.score");
    const filters = Array.from({ length: 11 }, () => ({ property: "score", operator: "was-sent" as const }));
    expect(customEventConfig.safeParse({ event: "quiz_finished", filters }).success).toBe(false);
  });
});
