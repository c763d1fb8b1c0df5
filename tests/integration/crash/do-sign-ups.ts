import { pino } from "pino";
import { MovableClock } from "~/adapters/clock/movable-clock";
import type { Database } from "~/adapters/db/database.server";
import { newId } from "~/adapters/db/new-id.server";
import { HOUR, type Instant } from "~/domain/instant";
import { countersWork } from "~/runtime/counters.server";
import { runsWork } from "~/runtime/runs/runs.server";
import { shopifyWritesWork } from "~/runtime/shopify/shopify-writes.server";
import { signUpsWork } from "~/runtime/shopify/sign-ups.server";
import { adminApiAt, type AdminApiAddress } from "../../factories/local-admin-api";

/** Real time in which the leases of a killed process have run out. */
class LaterClock extends MovableClock {
  override real(): Instant {
    return super.real() + HOUR;
  }
}

/** What a process does about sign-ups from its start until nothing is due at `now`: in Shopify, with the runs, and what Shopify is to be told. */
export async function doSignUps(db: Database, now: Instant, shopify: AdminApiAddress, { later = false } = {}): Promise<void> {
  const context = { db, clock: new (later ? LaterClock : MovableClock)(now, true), newId, log: pino({ level: "silent" }), wake: { wake: () => undefined }, setUp: { sms: null, push: null } };
  const openAdminApi = async () => adminApiAt(shopify);
  const works = [signUpsWork(context, openAdminApi), runsWork(context, { soleOwner: true }), shopifyWritesWork(context, openAdminApi), countersWork(db)];
  let done: number;
  do {
    done = 0;
    for (const work of works) done += await work.runDue();
  } while (done > 0);
}
