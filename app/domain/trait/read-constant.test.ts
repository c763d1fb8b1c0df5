import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constantOf, readConstant } from "./read-constant";
import { readStoredTrait, storeTrait } from "./stored-trait";
import { LARGEST_NUMBER, TRAIT_TYPES, type TraitConstant, type TraitType } from "./trait";

const zone = "Europe/Warsaw";
const read = (type: TraitType, constant: TraitConstant | null, options: string[] = []) => readConstant({ type, options }, constant, zone);
const fault = (type: TraitType, constant: TraitConstant | null, options: string[] = []) => {
  const answer = read(type, constant, options);
  return answer.ok ? null : answer.fault;
};

describe("readConstant", () => {
  it("R24 takes what is a value of the type, tidied", () => {
    expect(read("string", " Oak ")).toEqual({ ok: true, value: "Oak" });
    expect(read("text", "ś".repeat(5_000)).ok).toBe(true);
    expect(read("choice", "M", ["S", "M"])).toEqual({ ok: true, value: "M" });
    expect(read("url", "https://oak.example/a?b=c#d")).toEqual({ ok: true, value: "https://oak.example/a?b=c#d" });
    expect(read("boolean", false)).toEqual({ ok: true, value: false });
    expect(read("date", "2024-02-29")).toEqual({ ok: true, value: "2024-02-29" });
    expect(read("date-time", "2026-07-01T09:30")).toEqual({ ok: true, value: Date.parse("2026-07-01T07:30:00Z") });
    expect(read("money", -5)).toEqual({ ok: true, value: -5 });
    expect(read("integer", LARGEST_NUMBER)).toEqual({ ok: true, value: LARGEST_NUMBER });
  });

  it.each<[TraitType, TraitConstant | null, string]>([
    ["string", "x".repeat(256), "too-long"], ["string", "  ", "empty"], ["string", 5, "not-text"], ["text", "x".repeat(5_001), "too-long"],
    ["choice", "XL", "option-gone"], ["url", "ftp://oak.example", "not-url"], ["url", "javascript:alert(1)", "not-url"], ["url", "https://", "not-url"],
    ["url", `https://oak.example/${"x".repeat(2_048)}`, "too-long"], ["boolean", "yes", "not-boolean"], ["date", "2026-02-29", "not-date"], ["date", "2026-2-1", "not-date"],
    ["date-time", "2026-01-01", "not-date-time"], ["date-time", "2026-13-01T00:00", "not-date-time"], ["integer", 1.5, "not-whole"], ["integer", "5", "not-whole"],
    ["money", 2 ** 53, "out-of-range"], ["integer", null, "empty"],
  ])("R24 refuses %s %j as %s", (type, constant, expected) => expect(fault(type, constant, ["S", "M"])).toBe(expected));

  it("R24 what is read is stored and written back as it was", () => {
    const constants: Record<TraitType, fc.Arbitrary<TraitConstant>> = {
      string: fc.string({ maxLength: 100 }), text: fc.string({ maxLength: 300 }), choice: fc.constantFrom("S", "M"), url: fc.webUrl(), boolean: fc.boolean(),
      date: fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
      "date-time": fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 16)),
      money: fc.maxSafeInteger(), integer: fc.maxSafeInteger(),
    };
    for (const type of TRAIT_TYPES) {
      fc.assert(fc.property(constants[type], (constant) => {
        const first = read(type, constant, ["S", "M"]);
        if (!first.ok) return;
        expect(readStoredTrait(type, storeTrait(first.value))).toEqual(first.value);
        expect(read(type, constantOf({ type }, first.value, zone), ["S", "M"])).toEqual(first);
      }));
    }
  });
});
