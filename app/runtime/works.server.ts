import type { WebContext } from "~/app-context";
import { countersWork } from "./counters.server";
import { idleClocksWork } from "~/runtime/runs/idle-clocks.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { errandDoers } from "~/runtime/errands/errand-doers.server";
import { errandsWork } from "~/runtime/errands/errands.server";
import { interactionsWork } from "~/runtime/messages/interactions.server";
import { createOutbounds } from "~/runtime/messages/outbounds.server";
import { messagesWork } from "~/runtime/messages/messages.server";
import { reconcilesWork } from "~/runtime/shopify/reconciles.server";
import { collectionReadsWork } from "~/runtime/shopify/collection-reads.server";
import { importWork } from "~/runtime/shopify/import.server";
import { marketPricesWork } from "~/runtime/prices/market-prices.server";
import { segmentWatchesWork } from "~/runtime/schedules/segment-watches.server";
import { schedulesWork } from "~/runtime/schedules/schedules.server";
import { settleScenariosWork } from "~/runtime/runs/settle-scenarios.server";
import { signUpsWork } from "~/runtime/shopify/sign-ups.server";
import { shopifySegmentsWork } from "~/runtime/shopify/shopify-segments.server";
import { shopifyWritesWork } from "~/runtime/shopify/shopify-writes.server";
import { themesWork } from "~/runtime/shopify/themes.server";
import { webhooksWork } from "~/runtime/shopify/webhooks.server";
import { traitImportsWork } from "./trait-imports/trait-imports.server";
import { upkeepWork } from "./upkeep.server";
import type { Work } from "./work";

/**
 * Every kind of work of this app, in the order in which a drain passes through them. `soleOwner`: no other process works on
 * this database.
 */
export function createWorks(context: WebContext, options: { soleOwner: boolean }): Work[] {
  return [
    webhooksWork(context),
    importWork(context, context.openAdminApi, context.readBulkFile),
    collectionReadsWork(context, context.openAdminApi),
    reconcilesWork(context),
    shopifyWritesWork(context, context.openAdminApi),
    traitImportsWork(context),
    signUpsWork(context, context.openAdminApi),
    themesWork(context, context.openAdminApi),
    settleScenariosWork(context),
    marketPricesWork(context, context.openAdminApi),
    shopifySegmentsWork(context, context.openAdminApi),
    schedulesWork(context),
    segmentWatchesWork(context),
    idleClocksWork(context),
    runsWork(context, options),
    ...Object.values(createOutbounds(context)).map((outbound) => messagesWork(context, outbound, options)),
    errandsWork(context, errandDoers(context), options),
    interactionsWork(context),
    countersWork(context.db),
    upkeepWork(context),
  ];
}
