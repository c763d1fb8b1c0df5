import type { StepSaying } from "~/steps/step-face";
import { entryPointTypeName, stepTypeName } from "./describe-node";
import type { ChangeLabel } from "./model/history";

/** What a change of the history did, in words. */
export function sayChange({ key, type }: ChangeLabel, saying: StepSaying): string {
  const name = type === undefined ? "" : key === "entryAdded" ? entryPointTypeName(type, saying) : stepTypeName(type, saying);
  return saying.t(`editor:history.${key}`, { name });
}
