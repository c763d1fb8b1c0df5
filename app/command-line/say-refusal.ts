import errors from "~/locales/en/errors.json";
import type { Refusal } from "~/services/scenarios/refusal";
import { sayProblem } from "./say-problem";

/** Why a service refused, with every problem it names, for the terminal. */
export function sayRefusal({ key, values, problems = [] }: Refusal): string {
  const sentence = errors[key].replace("{{status}}", values?.["status"] ?? "");
  return [sentence, ...problems.map(sayProblem)].join("\n");
}
