import type { ServiceContext } from "~/app-context";
import type { Instant } from "~/domain/instant";
import { nextQuietHour } from "~/domain/schedule/next-quiet-hour";
import type { Work } from "~/runtime/work";
import { queueReconcile } from "~/services/shopify/queue-reconcile.server";

/** R45: each night, at a quiet hour of the shop, what is kept of Shopify is compared with Shopify. A night in which no process ran is made up for once. */
export function reconcilesWork(context: ServiceContext): Work {
  const { db, clock } = context;

  const plan = async (): Promise<void> => {
    const unplanned = await db.acrossShops.selectFrom("Shop").select(["id", "timeZone"]).where("nextReconcileAt", "is", null).where("uninstalledAt", "is", null).execute();
    for (const { id, timeZone } of unplanned) {
      const next = nextQuietHour(clock.now(), timeZone, id);
      await db.write((tx) => tx.acrossShops.updateTable("Shop").set({ nextReconcileAt: next }).where("id", "=", id).where("nextReconcileAt", "is", null).execute());
    }
  };

  return {
    name: "reconciles",
    async runDue() {
      await plan();
      const now = clock.now();
      const due = await db.acrossShops.selectFrom("Shop").select(["id", "timeZone", "nextReconcileAt"]).where("nextReconcileAt", "<=", now).where("uninstalledAt", "is", null).orderBy("nextReconcileAt").limit(50).execute();
      for (const shop of due) await queueReconcile(context, { id: shop.id, dueAt: shop.nextReconcileAt ?? now, next: nextQuietHour(now, shop.timeZone, shop.id) });
      if (due.length > 0) context.wake.wake("import");
      return due.length;
    },
    async nextDueAt(): Promise<Instant | null> {
      const next = await db.acrossShops.selectFrom("Shop").select(({ fn }) => fn.min("nextReconcileAt").as("at")).where("uninstalledAt", "is", null).executeTakeFirst();
      return next?.at ?? null;
    },
  };
}
