import { z } from "zod";
import { DAY, type Instant } from "~/domain/instant";
import { plusLocalDays } from "~/domain/schedule/plus-local-days";
import { shopDay } from "~/domain/schedule/shop-day";
import type { ConfigProblem, ShopChoices } from "~/domain/scenario/step-type";
import { readConstant } from "~/domain/trait/read-constant";
import { LARGEST_NUMBER, LONGEST_TEXT, type TraitDefinition, type TraitFacts, type TraitType, type TraitValue } from "~/domain/trait/trait";
import { checkConstant, findTrait } from "~/domain/trait/trait-use";
import { foldCase } from "./fold-case";
import { MOST_DAYS_BACK } from "./period";

export const TRAIT_OPERATORS = ["is", "is-not", "contains", "greater", "less", "before", "after", "in-last", "has-value", "is-empty"] as const;
export type TraitOperator = (typeof TRAIT_OPERATORS)[number];



/** A question about one trait (R23, R24). `in-last` takes a number of days, `has-value` and `is-empty` take no value. */
export const traitConditionSchema = z.strictObject({
  fact: z.literal("trait"),
  trait: z.string().max(40),
  operator: z.enum(TRAIT_OPERATORS),
  value: z.union([z.string().max(LONGEST_TEXT), z.boolean(), z.number().int().min(-LARGEST_NUMBER).max(LARGEST_NUMBER)]).optional(),
});

export type TraitCondition = z.infer<typeof traitConditionSchema>;

/** What can be asked of a trait of each type. */
export function traitOperators(type: TraitType): readonly TraitOperator[] {
  switch (type) {
    case "string":
    case "text":
    case "url": return ["is", "is-not", "contains", "has-value", "is-empty"];
    case "choice": return ["is", "is-not", "has-value", "is-empty"];
    case "boolean": return ["is", "has-value", "is-empty"];
    case "date": return ["is", "before", "after", "in-last", "has-value", "is-empty"];
    case "date-time": return ["before", "after", "in-last", "has-value", "is-empty"];
    case "money":
    case "integer": return ["is", "is-not", "greater", "less", "has-value", "is-empty"];
    default: return type satisfies never;
  }
}

export const takesValue = (operator: TraitOperator): boolean => operator !== "has-value" && operator !== "is-empty";

/** Paths below the condition. */
export function checkTraitCondition({ trait: key, operator, value }: TraitCondition, shop: ShopChoices | undefined): ConfigProblem[] {
  const found = findTrait(key, "trait", shop);
  if (!found || !shop) return [];
  if ("problem" in found) return [found.problem];
  if (!traitOperators(found.trait.type).includes(operator)) return [{ severity: "error", path: "operator", key: "traits:problem.operator", values: { name: found.trait.name } }];
  if (!takesValue(operator)) return [];
  if (operator !== "in-last") return checkConstant(operator === "contains" ? { ...found.trait, type: "text" } : found.trait, value, "value", shop.timeZone);
  return typeof value === "number" && value >= 1 && value <= MOST_DAYS_BACK ? [] : [{ severity: "error", path: "value", key: "traits:problem.days", values: { most: MOST_DAYS_BACK } }];
}

/**
 * Whether the condition holds. Of an empty trait only `is-empty` and `is-not` hold, and so of one that the shop has no
 * more; a comparison that does not fit the trait's type holds for nobody, and a value that is none of the trait is nobody's. Texts
 * compare without regard to case (`foldCase`). `now` for `in-last`.
 */
export function traitMatches({ trait: key, operator, value: asked }: TraitCondition, traits: TraitFacts, timeZone: string, now: Instant): boolean {
  const definition = traits.definitions.get(key);
  const value = definition ? traits.values.get(key) : undefined;
  if (definition && !traitOperators(definition.type).includes(operator)) return false;
  if (!definition || value === undefined) return operator === "is-empty" || operator === "is-not";
  switch (operator) {
    case "has-value": return true;
    case "is-empty": return false;
    case "in-last": return typeof asked === "number" && inLast(definition, value, asked, timeZone, now);
    case "contains": return typeof value === "string" && typeof asked === "string" && lower(value).includes(lower(asked.trim()));
    default: return compares(definition, operator, value, asked, timeZone);
  }
}

/** What a condition compares with, as values are kept; null where it is no value of the trait. */
export function readAsked(definition: TraitDefinition, asked: TraitCondition["value"], timeZone: string): TraitValue | null {
  // An option that was taken away may still be somebody's value.
  const read = definition.type === "choice" && typeof asked === "string" ? { ok: true as const, value: asked } : readConstant(definition, asked, timeZone);
  return read.ok ? read.value : null;
}

type Comparing = Exclude<TraitOperator, "has-value" | "is-empty" | "in-last" | "contains">;

function compares(definition: TraitDefinition, operator: Comparing, value: TraitValue, condition: TraitCondition["value"], timeZone: string): boolean {
  const asked = readAsked(definition, condition, timeZone);
  if (asked === null || typeof asked !== typeof value) return false;
  switch (operator) {
    case "is": return lower(value) === lower(asked);
    case "is-not": return lower(value) !== lower(asked);
    case "greater":
    case "after": return value > asked;
    case "less":
    case "before": return value < asked;
    default: return operator satisfies never;
  }
}

/** Of a date: today on the shop's clock or one of so many days before it. Of a date with a time: not longer ago, and not to come. */
function inLast({ type }: TraitDefinition, value: TraitValue, days: number, timeZone: string, now: Instant): boolean {
  if (type === "date-time") return typeof value === "number" && value <= now && value >= now - days * DAY;
  return typeof value === "string" && value <= shopDay(now, timeZone) && value >= shopDay(plusLocalDays(now, -days, timeZone), timeZone);
}

const lower = <T extends TraitValue>(value: T): T | string => (typeof value === "string" ? foldCase(value) : value);
