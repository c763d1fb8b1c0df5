import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventProperty, PropertyType } from "./event-definition";
import { MOST_EXTRA, readEvent } from "./read-event";

const setting = { currency: "CZK", timeZone: "Europe/Prague" };
const of = (type: PropertyType, required = false): EventProperty => ({ key: "value", type, required });
const read = (type: PropertyType, value: unknown, required = false) => readEvent({ properties: [of(type, required)] }, { value }, setting);

describe("R13 a custom event is read by its definition", () => {
  it.each<[PropertyType, unknown, unknown]>([
    ["string", " Dry skin ", "Dry skin"], ["string", 7, "7"], ["string", "a\u0000b", "ab"],
    ["integer", 7, 7], ["integer", "7", 7], ["decimal", 1.5, 1.5], ["decimal", "-1.50", -1.5],
    ["money", 49.9, { minor: 4990, currency: "CZK" }], ["money", "49.90", { minor: 4990, currency: "CZK" }],
    ["boolean", true, true], ["boolean", "false", false], ["date", "2028-02-29", "2028-02-29"],
    ["date-time", "2026-07-01T10:00:00.000Z", "2026-07-01T12:00:00+02:00"], ["date-time", "2026-01-01T10:00", "2026-01-01T10:00:00+01:00"],
    ["list", ["a", 2, " ", "b"], ["a", "2", "b"]],
  ])("R13 %s takes %j", (type, given, kept) => {
    expect(read(type, given)).toEqual({ properties: { value: kept }, extra: {}, dropped: 0, faults: [], complete: true });
  });

  it.each<[PropertyType, unknown, string]>([
    ["string", { a: 1 }, "not-text"], ["string", "x".repeat(501), "too-long"], ["string", "x".repeat(1_000_000), "too-long"],
    ["integer", 1.5, "not-whole"], ["integer", "seven", "not-whole"], ["integer", 1e300, "out-of-range"], ["decimal", true, "not-number"], ["decimal", Number.NaN, "not-number"],
    ["money", "12 Kč", "not-number"], ["money", 1e15, "out-of-range"], ["boolean", "yes", "not-boolean"], ["boolean", 1, "not-boolean"],
    ["date", "29.2.2028", "not-date"], ["date", "2027-02-29", "not-date"], ["date", "2028-02-29T10:00", "not-date"], ["date-time", "2026-02-30T10:00:00Z", "not-date-time"], ["date-time", 1, "not-date-time"],
    ["list", "a,b", "not-list"], ["list", [["a"]], "not-list"], ["list", Array.from({ length: 51 }, () => "a"), "list-too-long"],
  ])("R13 %s refuses %j", (type, given, fault) => {
    expect(read(type, given)).toMatchObject({ properties: {}, faults: [{ property: "value", fault }], complete: true });
    expect(read(type, given, true).complete).toBe(false);
  });

  it("R13 what is null, missing or empty was not sent: an event that must have it is incomplete", () => {
    for (const value of [null, undefined, ""]) {
      expect(read("string", value)).toMatchObject({ properties: {}, faults: [], complete: true });
      expect(read("string", value, true)).toMatchObject({ faults: [{ property: "value", fault: "missing" }], complete: false });
    }
  });

  it("R13 of 500 properties those defined are kept, 20 plain ones besides for the merchant to see, the rest is counted", () => {
    const sent = { ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`p${n}`, n])), value: "kept", Nested: { a: 1 } };
    const event = readEvent({ properties: [of("string")] }, sent, setting);
    expect(event.properties).toEqual({ value: "kept" });
    expect(Object.keys(event.extra)).toHaveLength(MOST_EXTRA);
    expect(event).toMatchObject({ dropped: 481, complete: true });
  });

  it("R13 whatever is sent, what is kept is small, defined and JSON", () => {
    const definition = { properties: (["string", "integer", "money", "boolean", "date", "date-time", "list"] as const).map((type): EventProperty => ({ key: type.replace("-", "_"), type, required: false })) };
    fc.assert(fc.property(fc.dictionary(fc.oneof(fc.constantFrom("string", "integer", "money", "list", "__proto__", "constructor", "date"), fc.string()), fc.jsonValue()), (sent) => {
      const event = readEvent(definition, JSON.parse(JSON.stringify(sent)) as Record<string, unknown>, setting);
      expect(JSON.parse(JSON.stringify(event))).toEqual(event);
      for (const key of Object.keys(event.properties)) expect(definition.properties.map((property) => property.key)).toContain(key);
      expect(Object.keys(event.extra).length).toBeLessThanOrEqual(MOST_EXTRA);
    }));
  });
});
