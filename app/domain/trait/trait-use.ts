import type { ConfigProblem, ShopChoices } from "~/domain/scenario/step-type";
import { readConstant, type TraitFault } from "./read-constant";
import type { TraitConstant, TraitDefinition } from "./trait";

/** The trait of this key, or what is wrong with naming it at `path`. Undefined where the shop is not known. */
export function findTrait(key: string, path: string, shop: ShopChoices | undefined): { trait: TraitDefinition } | { problem: ConfigProblem } | undefined {
  if (key === "") return { problem: { severity: "error", path, key: "traits:problem.none" } };
  if (!shop) return undefined;
  const trait = shop.traits.find((each) => each.key === key);
  return trait ? { trait } : { problem: { severity: "error", path, key: "traits:problem.gone", values: { key } } };
}

/** Whether `constant` may be written for the trait; the problem stands at `path`. */
export function checkConstant(trait: TraitDefinition, constant: TraitConstant | null | undefined, path: string, timeZone: string): ConfigProblem[] {
  const read = readConstant(trait, constant, timeZone);
  return read.ok ? [] : [{ severity: "error", path, key: faultKey(read.fault), values: { name: trait.name, value: String(constant ?? ""), options: trait.options.join(", ") } }];
}

export const faultKey = (fault: TraitFault): string => `traits:fault.${fault}`;
