import type { ErrandDoers } from "./errand-doer";

/** Who does which kind of errand. A kind that is not here stays queued for a process that knows it. */
export function errandDoers(): ErrandDoers {
  return {};
}
