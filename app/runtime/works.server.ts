import type { WebContext } from "~/context.server";
import { countersWork } from "./counters.server";
import { idleClocksWork } from "./idle-clocks.server";
import { runsWork } from "./runs.server";
import { interactionsWork } from "./interactions.server";
import { messagesWork } from "./messages.server";
import { importWork } from "./import.server";
import { settleScenariosWork } from "./settle-scenarios.server";
import { shopifyWritesWork } from "./shopify-writes.server";
import { webhooksWork } from "./webhooks.server";
import type { Work } from "./work";

/** Every kind of work of this app, in the order in which a drain passes through them. */
export function createWorks(context: WebContext): Work[] {
  return [
    webhooksWork(context),
    importWork(context, context.openAdminApi),
    shopifyWritesWork(context, context.openAdminApi),
    settleScenariosWork(context),
    idleClocksWork(context),
    runsWork(context, { soleOwner: true }),
    messagesWork(context, { soleOwner: true }),
    interactionsWork(context),
    countersWork(context.db),
  ];
}
