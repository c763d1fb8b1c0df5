import type { Need } from "~/domain/engine/facts";
import type { Segment } from "./condition";
import { withInner } from "./in-segment";
import { isTouched, type ChangedFacts } from "./needs-of";

/** Whether one of the changes may give another answer to who needs these. `segments`: all of the shop's, which a need may name. */
export function anyTouched(needs: Iterable<Need>, changed: Iterable<ChangedFacts>, segments: ReadonlyMap<string, Segment>): boolean {
  const asked = [...withInner(needs, segments)].filter((need) => !need.startsWith("in:"));
  return [...changed].some((each) => asked.some((need) => isTouched(need, each)));
}
