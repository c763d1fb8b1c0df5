import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withChanges } from "~/domain/engine/customer-change";
import type { Facts } from "~/domain/engine/facts";
import { readConstant } from "~/domain/trait/read-constant";
import { LARGEST_NUMBER, TRAIT_TYPES, type TraitConstant, type TraitDefinition, type TraitType, type TraitValue } from "~/domain/trait/trait";
import { setCustomerData, setCustomerDataConfig, traitOperations, type DataChange, type SetCustomerDataConfig } from "./definition";

const zone = "Europe/Warsaw";
/** 2026-03-11 00:30 in Warsaw. */
const entered = Date.parse("2026-03-10T23:30:00Z");
const definitions = new Map<string, TraitDefinition>(TRAIT_TYPES.map((type) => {
  const key = type.replace("-", "_");
  return [key, { id: `t-${key}`, key, name: key, type, options: type === "choice" ? ["S", "M"] : [] }];
}));
const shop = { timeZone: zone, consents: [{ key: "newsletter" }], traits: [...definitions.values()], segments: [], discountPools: [] };
const factsWith = (values: Record<string, TraitValue> = {}): Facts => ({
  timeZone: zone, consents: new Map([["newsletter", { state: "never-asked", channels: ["email"] }]]), traits: { definitions, values: new Map(Object.entries(values)) },
});
const step = (changes: DataChange[], facts: Facts = factsWith()) => {
  const result = setCustomerData.step({ config: { changes }, stepId: "data", scenarioId: "scenario", customerId: "ola", enteredStepAt: entered, heldMs: 0, now: entered + 5_000, facts, outcome: null });
  if (result.do !== "leave") throw new Error("it goes on");
  return result;
};
const after = (changes: DataChange[], facts: Facts = factsWith()) => withChanges(facts, step(changes, facts).changes ?? []);
const check = (changes: DataChange[]) => setCustomerData.check({ changes }, { messagesBefore: [], given: [], shop }).map(({ path, key }) => [path, key]);

describe("set-customer-data", () => {
  it("R24 sets now to the moment the customer enters the step; of a date the day in the shop", () => {
    expect(after([{ do: "set-now", trait: "date" }, { do: "set-now", trait: "date_time" }]).traits?.values).toEqual(new Map<string, TraitValue>([["date", "2026-03-11"], ["date_time", entered]]));
  });

  it("R24 grants a consent or withdraws it, and the next step sees it", () => {
    expect(step([{ do: "grant", consent: "newsletter" }])).toEqual({ do: "leave", branch: "next", changes: [{ kind: "set-consent", consent: "newsletter", state: "granted" }] });
    expect(after([{ do: "grant", consent: "newsletter" }]).consents?.get("newsletter")?.state).toBe("granted");
    expect(after([{ do: "withdraw", consent: "newsletter" }]).consents?.get("newsletter")?.state).toBe("withdrawn");
  });

  it("R24 asks for what it changes alone", () => {
    expect(setCustomerData.needs({ changes: [{ do: "grant", consent: "newsletter" }] })).toEqual(["consents"]);
    expect(setCustomerData.needs({ changes: [{ do: "clear", trait: "date" }] })).toEqual(["traits"]);
  });

  it("R24 passes over what cannot be done any more, does the rest, and says which and why", () => {
    const result = step([{ do: "clear", trait: "gone" }, { do: "set", trait: "choice", value: "XL" }, { do: "increase", trait: "string", by: 1 }, { do: "grant", consent: "gone" }, { do: "set", trait: "integer", value: 4 }]);
    expect(result.detail).toEqual({ skipped: [{ what: "gone", why: "trait-gone" }, { what: "choice", why: "trait-unfit" }, { what: "string", why: "trait-unfit" }, { what: "gone", why: "consent-gone" }] });
    expect(result.changes).toEqual([{ kind: "change-trait", traitId: "t-integer", key: "integer", type: "integer", operation: { do: "set", value: 4 } }]);
  });

  it("R24 names the field of what cannot be published", () => {
    expect(check(setCustomerData.defaults.changes)).toEqual([["changes[0].trait", "steps:setCustomerData.problem.nothing"]]);
    expect(check([{ do: "clear", trait: "nope" }])).toEqual([["changes[0].trait", "traits:problem.gone"]]);
    expect(check([{ do: "clear", trait: "date" }, { do: "set-now", trait: "date" }])).toEqual([["changes[1].trait", "steps:setCustomerData.problem.twice"]]);
    expect(check([{ do: "increase", trait: "text", by: 1 }])).toEqual([["changes[0].do", "steps:setCustomerData.problem.unfit"]]);
    expect(check([{ do: "set", trait: "choice", value: "XL" }])).toEqual([["changes[0].value", "traits:fault.option-gone"]]);
    expect(check([{ do: "set", trait: "string", value: "x".repeat(256) }])).toEqual([["changes[0].value", "traits:fault.too-long"]]);
    expect(check([{ do: "grant", consent: "" }, { do: "grant", consent: "nope" }]).map(([path]) => path)).toEqual(["changes[0].consent", "changes[1].consent"]);
    expect(check([{ do: "grant", consent: "newsletter" }, { do: "set", trait: "boolean", value: true }])).toEqual([]);
    expect(setCustomerDataConfig.safeParse({ changes: [{ do: "increase", trait: "integer", by: 0 }] }).error?.issues[0]?.path).toEqual(["changes", 0, "by"]);
  });

  it("R24 does what a plain map would, whatever is done to whatever, in any order", () => {
    const keys = [...definitions.keys()];
    const change: fc.Arbitrary<DataChange> = fc.oneof(
      fc.record({ do: fc.constant("set" as const), trait: fc.constantFrom(...keys), value: fc.oneof<fc.Arbitrary<TraitConstant>[]>(fc.constantFrom("S", "XL", "https://a.b", "2026-01-02", "2026-01-02T03:04"), fc.boolean(), fc.maxSafeInteger()) }),
      fc.record({ do: fc.constantFrom("set-now" as const, "clear" as const), trait: fc.constantFrom(...keys) }),
      fc.record({ do: fc.constantFrom("increase" as const, "decrease" as const), trait: fc.constantFrom(...keys), by: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: LARGEST_NUMBER })) }),
    );
    fc.assert(fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), (turns: SetCustomerDataConfig["changes"][]) => {
      const model = new Map<string, TraitValue>();
      let facts = factsWith();
      for (const changes of turns) {
        facts = after(changes, facts);
        for (const each of changes) if ("trait" in each) modelled(model, each, definitions.get(each.trait)?.type ?? "string");
      }
      expect(facts.traits?.values).toEqual(model);
    }), { numRuns: 300 });
  });
});

/** Each operation said once more, on a plain map. */
function modelled(model: Map<string, TraitValue>, change: Extract<DataChange, { trait: string }>, type: TraitType): void {
  if (!traitOperations(type).includes(change.do)) return;
  if (change.do === "clear") model.delete(change.trait);
  if (change.do === "set-now") model.set(change.trait, type === "date" ? "2026-03-11" : entered);
  if (change.do === "set") {
    const read = readConstant({ type, options: ["S", "M"] }, change.value, zone);
    if (read.ok) model.set(change.trait, read.value);
  }
  if (change.do === "increase" || change.do === "decrease") {
    const sum = BigInt(Number(model.get(change.trait) ?? 0)) + BigInt(change.by) * (change.do === "increase" ? 1n : -1n);
    const most = BigInt(LARGEST_NUMBER);
    model.set(change.trait, Number(sum > most ? most : sum < -most ? -most : sum));
  }
}
