import { z } from "zod";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";
import type { CustomerChange } from "~/domain/engine/customer-change";
import type { Facts } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import { shopDay } from "~/domain/schedule/shop-day";
import { readConstant } from "~/domain/trait/read-constant";
import { isDated, isNumeric, LARGEST_NUMBER, LONGEST_TEXT, type TraitDefinition, type TraitType } from "~/domain/trait/trait";
import type { TraitOperation } from "~/domain/trait/trait-operation";
import { checkConstant, findTrait } from "~/domain/trait/trait-use";

export const MOST_CHANGES = 20;

const trait = z.string().max(40);
const amount = z.number().int().min(1).max(LARGEST_NUMBER);

/** R24: one thing that is done to the customer's data. A date with a time is `YYYY-MM-DDTHH:MM` on the shop's clock, money is in minor units. */
const dataChange = z.discriminatedUnion("do", [
  z.strictObject({ do: z.enum(["grant", "withdraw"]), consent: z.string().max(64) }),
  z.strictObject({ do: z.literal("set"), trait, value: z.union([z.string().max(LONGEST_TEXT), z.boolean(), z.number().int().min(-LARGEST_NUMBER).max(LARGEST_NUMBER)]) }),
  z.strictObject({ do: z.enum(["set-now", "clear"]), trait }),
  z.strictObject({ do: z.enum(["increase", "decrease"]), trait, by: amount }),
]);

export const setCustomerDataConfig = z.strictObject({ changes: z.array(dataChange).min(1).max(MOST_CHANGES) });

export type SetCustomerDataConfig = z.infer<typeof setCustomerDataConfig>;
export type DataChange = z.infer<typeof dataChange>;
export type TraitDo = Exclude<DataChange["do"], "grant" | "withdraw">;

/** R24: what can be done to a trait of each type. */
export function traitOperations(type: TraitType): readonly TraitDo[] {
  if (isDated(type)) return ["set-now", "set", "clear"];
  if (isNumeric(type)) return ["increase", "decrease", "set", "clear"];
  return ["set", "clear"];
}

/** A change that cannot be made any more, and why: the definition was right when it was published, and the shop's data changed since. */
interface Skipped {
  what: string;
  why: "trait-gone" | "trait-unfit" | "consent-gone";
}

/** R24. What cannot be done any more is passed over and told on the timeline; the rest is done, and the run goes on. */
function step({ config, facts, enteredStepAt }: StepInput<SetCustomerDataConfig>): StepResult {
  const changes: CustomerChange[] = [];
  const skipped: Skipped[] = [];
  for (const change of config.changes) {
    const made = "consent" in change ? consentChange(change, facts) : traitChange(change, facts, enteredStepAt);
    if ("why" in made) skipped.push(made);
    else changes.push(made);
  }
  return { do: "leave", branch: "next", ...(skipped.length > 0 ? { detail: { skipped } } : {}), changes };
}

function consentChange({ do: does, consent }: Extract<DataChange, { do: "grant" | "withdraw" }>, facts: Facts): CustomerChange | Skipped {
  if (facts.consents && !facts.consents.has(consent)) return { what: consent, why: "consent-gone" };
  return { kind: "set-consent", consent, state: does === "grant" ? "granted" : "withdrawn" };
}

function traitChange(change: Exclude<DataChange, { do: "grant" | "withdraw" }>, { traits, timeZone }: Facts, enteredStepAt: Instant): CustomerChange | Skipped {
  const definition = traits?.definitions.get(change.trait);
  if (!definition) return { what: change.trait, why: "trait-gone" };
  const operation = traitOperations(definition.type).includes(change.do) ? operationOf(change, definition, timeZone, enteredStepAt) : null;
  return operation ? { kind: "change-trait", traitId: definition.id, key: definition.key, type: definition.type, operation } : { what: definition.name, why: "trait-unfit" };
}

/** Null where the value is none of the trait's, such as an option that was taken away. */
function operationOf(change: Exclude<DataChange, { do: "grant" | "withdraw" }>, definition: TraitDefinition, timeZone: string, enteredStepAt: Instant): TraitOperation | null {
  switch (change.do) {
    case "set": {
      const read = readConstant(definition, change.value, timeZone);
      return read.ok ? { do: "set", value: read.value } : null;
    }
    case "set-now": return { do: "set", value: definition.type === "date" ? shopDay(enteredStepAt, timeZone) : enteredStepAt };
    case "clear": return { do: "clear" };
    case "increase": return { do: "add", by: change.by };
    case "decrease": return { do: "add", by: -change.by };
    default: return change satisfies never;
  }
}

function check({ changes }: SetCustomerDataConfig, { shop }: CheckPlace): ConfigProblem[] {
  const named = new Set<string>();
  return changes.flatMap((change, index): ConfigProblem[] => {
    const field = change.do === "grant" || change.do === "withdraw" ? "consent" : "trait";
    const key = "consent" in change ? change.consent : change.trait;
    const at = (name: string) => `changes[${index}].${name}`;
    const twice: ConfigProblem[] = key !== "" && named.has(`${field} ${key}`) ? [{ severity: "error", path: at(field), key: "steps:setCustomerData.problem.twice" }] : [];
    named.add(`${field} ${key}`);
    return [...twice, ...("consent" in change ? checkConsent(key, at("consent"), shop) : checkChange(change, at, shop))];
  });
}

function checkConsent(key: string, path: string, shop: CheckPlace["shop"]): ConfigProblem[] {
  if (key === "") return [{ severity: "error", path, key: "steps:setCustomerData.problem.noConsent" }];
  return shop && !shop.consents.some((consent) => consent.key === key) ? [{ severity: "error", path, key: "steps:setCustomerData.problem.consentGone", values: { key } }] : [];
}

function checkChange(change: Exclude<DataChange, { do: "grant" | "withdraw" }>, at: (name: string) => string, shop: CheckPlace["shop"]): ConfigProblem[] {
  if (change.trait === "") return [{ severity: "error", path: at("trait"), key: "steps:setCustomerData.problem.nothing" }];
  const found = findTrait(change.trait, at("trait"), shop);
  if (!found || !shop) return [];
  if ("problem" in found) return [found.problem];
  if (!traitOperations(found.trait.type).includes(change.do)) return [{ severity: "error", path: at("do"), key: "steps:setCustomerData.problem.unfit", values: { name: found.trait.name } }];
  return change.do === "set" ? checkConstant(found.trait, change.value, at("value"), shop.timeZone) : [];
}

const defaults: SetCustomerDataConfig = { changes: [{ do: "set", trait: "", value: "" }] };

export const setCustomerData = {
  type: "set-customer-data",
  version: 1,
  category: "customer",
  icon: "DatabaseIcon",
  config: setCustomerDataConfig,
  defaults,
  branches: () => ["next"],
  needs: ({ changes }: SetCustomerDataConfig) => [
    ...(changes.some((change) => "trait" in change) ? (["traits"] as const) : []),
    ...(changes.some((change) => "consent" in change) ? (["consents"] as const) : []),
  ],
  step,
  check,
} satisfies StepType<"set-customer-data", typeof setCustomerDataConfig>;
