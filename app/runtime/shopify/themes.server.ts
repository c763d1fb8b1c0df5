import type { OpenAdminApi } from "~/adapters/shopify/admin-api";
import type { AppContext } from "~/app-context";
import { MINUTE } from "~/domain/instant";
import type { Work } from "~/runtime/work";
import { readTheme } from "~/services/shop/read-theme.server";

const AT_ONCE = 20;
/** A process that dies while it reads leaves the theme to be read again after so long. */
const HELD_MS = 10 * MINUTE;

/** R10, R46: the published theme of each shop is read once the app is installed, and each night. */
export function themesWork(context: Pick<AppContext, "db" | "clock" | "log">, openAdminApi: OpenAdminApi): Work {
  const { db, clock } = context;
  const installed = () => db.acrossShops.selectFrom("Shop").where("uninstalledAt", "is", null);
  const due = () => installed().innerJoin("ThemeReading", "ThemeReading.shopId", "Shop.id");

  const plan = async (): Promise<void> => {
    const unread = await installed().select("id").where(({ not, exists, selectFrom }) => not(exists(selectFrom("ThemeReading").select("dueAt").whereRef("ThemeReading.shopId", "=", "Shop.id")))).orderBy("id").limit(AT_ONCE).execute();
    if (unread.length === 0) return;
    const row = { readAt: null, failure: null, forms: "[]", complete: 0 as const, trackerOn: null, dueAt: clock.now(), attempts: 0 };
    await db.write((tx) => tx.acrossShops.insertInto("ThemeReading").values(unread.map(({ id }) => ({ shopId: id, ...row }))).onConflict((conflict) => conflict.doNothing()).execute());
  };

  return {
    name: "themes",
    async runDue() {
      await plan();
      const now = clock.now();
      const shops = await due().select(["Shop.id", "Shop.domain", "Shop.timeZone", "ThemeReading.dueAt"]).where("ThemeReading.dueAt", "<=", now).orderBy("ThemeReading.dueAt").orderBy("Shop.id").limit(AT_ONCE).execute();
      for (const { dueAt, ...shop } of shops) {
        const { numUpdatedRows } = await db.write((tx) => tx.forShop(shop.id).updateTable("ThemeReading").set({ dueAt: now + HELD_MS }).where("dueAt", "=", dueAt).executeTakeFirst());
        if (numUpdatedRows === 1n) await readTheme(context, openAdminApi, shop);
      }
      return shops.length;
    },
    async nextDueAt() {
      const next = await due().select(({ fn }) => fn.min("ThemeReading.dueAt").as("at")).executeTakeFirst();
      return next?.at ?? null;
    },
  };
}
