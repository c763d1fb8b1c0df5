import type { AppContext } from "~/context.server";
import { countersWork } from "./counters.server";
import { idleClocksWork } from "./idle-clocks.server";
import { runsWork } from "./runs.server";
import type { Work } from "./work";

/** Every kind of work of this app, in the order in which a drain passes through them. */
export function createWorks(context: AppContext): Work[] {
  return [
    idleClocksWork(context),
    runsWork(context, { soleOwner: true }),
    countersWork(context.db),
  ];
}
