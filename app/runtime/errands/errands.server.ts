import { setTimeout } from "node:timers/promises";
import type { ShopRow } from "~/queries/shop.server";
import type { Work } from "~/runtime/work";
import { claimErrands, endForeignErrandLeases, firstErrandDueAt, nextShopWithErrands } from "./claim-errands.server";
import { doErrand, type ErrandsContext } from "./do-errand.server";
import type { ErrandDoers, ErrandRow } from "./errand-doer";

/** Errands at the same time in this process; what waits in the database costs nothing. */
const MOST_UNDER_WAY = 16;
/** Of one shop, in all processes: a slow receiver of one holds nobody else up. */
const MOST_OF_SHOP = 4;
/** While some are under way the queue is looked at this often. Real time. */
const GLANCE_MS = 25;

/**
 * Does what runs ask of the outside besides messages. Several are under way at once; a turn ends as soon as one of them
 * does, and answers 0 only when none is and nothing is due. `soleOwner`: no other process does errands of this database.
 */
export function errandsWork(context: ErrandsContext, doers: ErrandDoers, options: { soleOwner: boolean }): Work {
  const { db, clock, newId, log } = context;
  const kinds = Object.keys(doers);
  const leaseMs = Math.max(0, ...Object.values(doers).map((doer) => doer.leaseMs));
  const underWay = new Map<string, Promise<void>>();
  let foreignLeases = options.soleOwner;
  let lastShop = 0;

  const begin = (shop: ShopRow, errand: ErrandRow): void => {
    const doer = doers[errand.kind];
    if (!doer) return;
    const doing = doErrand(context, doer, shop, errand)
      .catch((error: unknown) => log.error({ err: error, shopId: shop.id, errandId: errand.id, kind: errand.kind }, "an errand could not be seen through; it is tried again when its lease has run out"))
      .finally(() => underWay.delete(errand.id));
    underWay.set(errand.id, doing);
  };

  /** Fills what is free, a shop after the other; answers how many were taken. */
  const takeSome = async (): Promise<number> => {
    const full: number[] = [];
    let taken = 0;
    while (underWay.size < MOST_UNDER_WAY) {
      const at = { kinds, now: clock.now(), real: clock.real() };
      const shopId = await nextShopWithErrands(db, { ...at, after: lastShop, full });
      if (shopId === null) break;
      lastShop = shopId;
      const claimed = await db.write((tx) => claimErrands(tx, { ...at, shopId, owner: newId(), leaseUntil: at.real + leaseMs, mostOfShop: MOST_OF_SHOP, most: MOST_UNDER_WAY - underWay.size }));
      full.push(shopId);
      if (claimed.length === 0) continue;
      const shop = await db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", shopId).executeTakeFirstOrThrow();
      for (const errand of claimed) begin(shop, errand);
      taken += claimed.length;
    }
    return taken;
  };

  return {
    name: "errands",
    async runDue() {
      if (kinds.length === 0) return 0;
      if (foreignLeases) {
        await db.write((tx) => endForeignErrandLeases(tx));
        foreignLeases = false;
      }
      const taken = await takeSome();
      // Counted before waiting: what ends meanwhile was done in this turn, and has woken its run.
      const busy = underWay.size;
      if (busy > 0) await Promise.race([...underWay.values(), setTimeout(GLANCE_MS)]);
      return Math.max(taken, busy);
    },
    nextDueAt: () => firstErrandDueAt(db, kinds, [...underWay.keys()]),
    async finish() {
      await Promise.all(underWay.values());
    },
  };
}
