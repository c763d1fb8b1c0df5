import { AdminApiError, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import { marketPrices, VARIANTS_A_QUERY } from "~/adapters/shopify/queries/market-prices";
import { toGid } from "~/adapters/shopify/shapes";
import type { AppContext } from "~/app-context";
import { MINUTE, type Instant } from "~/domain/instant";
import { fromDecimal } from "~/domain/money";
import { DueShops, firstDueAt } from "~/runtime/due-shops.server";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { saveMarketPrices, type MarketPriceRead } from "~/services/prices/save-market-prices.server";
import { arePricesAwaited } from "./want-market-prices.server";

/** Who crashed with a query under way leaves it to be asked again after this. */
const LEASE = MINUTE;

interface Asked {
  shopId: number;
  market: string;
  variants: { variantId: string; attempts: number }[];
}

/** Asks Shopify what variants cost in the countries whose prices customers saw, for the checks that wait for it (R18e). One query a turn, fair between shops. */
export function marketPricesWork({ db, clock, log, wake }: Pick<AppContext, "db" | "clock" | "log" | "wake">, openAdminApi: OpenAdminApi): Work {
  const dueShops = new DueShops("MarketPrice");
  /** Until when Shopify's bucket of a shop has no room, in real time. */
  const restUntil = new Map<number, Instant>();

  /** Those of one country that are due, now this process's for a while. */
  const claim = (shopId: number, now: Instant): Promise<Asked | null> =>
    db.write(async (tx) => {
      const shop = tx.forShop(shopId);
      const first = await shop.selectFrom("MarketPrice").select("market").where("dueAt", "<=", now).orderBy("dueAt").limit(1).executeTakeFirst();
      if (!first) return null;
      const due = await shop.selectFrom("MarketPrice").select(["variantId", "attempts"]).where("market", "=", first.market).where("dueAt", "<=", now)
        .orderBy("variantId").limit(VARIANTS_A_QUERY).modifyEnd(tx.dialect.skipLocked).execute();
      if (due.length === 0) return null;
      await shop.updateTable("MarketPrice").set({ dueAt: now + LEASE }).where("market", "=", first.market).where("variantId", "in", due.map(({ variantId }) => variantId)).execute();
      return { shopId, market: first.market, variants: due };
    });

  const ask = async ({ shopId, market, variants }: Asked): Promise<MarketPriceRead[]> => {
    const shop = await db.acrossShops.selectFrom("Shop").select("domain").where("id", "=", shopId).where("uninstalledAt", "is", null).executeTakeFirst();
    if (!shop) throw new AdminApiError("The shop has not installed this app.", { retryable: false, code: "UNINSTALLED" });
    const api = await openAdminApi(shop.domain);
    const { data, restMs } = await api.ask(marketPrices, { ids: variants.map(({ variantId }) => toGid("ProductVariant", variantId)), country: market });
    restUntil.set(shopId, clock.real() + restMs);
    const priceOf = new Map(data.nodes.flatMap((node) => (node ? [[node.id, node.contextualPricing.price] as const] : [])));
    return variants.map(({ variantId }) => {
      const price = priceOf.get(variantId);
      return { variantId, priceMinor: price ? fromDecimal(price.amount, price.currencyCode) : null, currency: price?.currencyCode ?? null };
    });
  };

  const fail = async ({ shopId, market, variants }: Asked, failure: unknown): Promise<void> => {
    const attempts = 1 + Math.max(...variants.map((variant) => variant.attempts));
    const delay = failure instanceof AdminApiError && !failure.retryable ? null : retryDelay(attempts);
    const wait = failure instanceof AdminApiError ? failure.retryAfterMs : 0;
    log.warn({ err: failure, shopId, market, attempts }, delay === null ? "prices of a country could not be read; the check goes on without them" : "prices of a country could not be read; they are asked for again");
    await db.write((tx) => tx.forShop(shopId).updateTable("MarketPrice").set({ attempts, dueAt: delay === null ? null : clock.now() + Math.max(delay, wait) })
      .where("market", "=", market).where("variantId", "in", variants.map(({ variantId }) => variantId)).execute());
  };

  /** The checks of the shop go on as soon as nothing is awaited any more. */
  const release = async (shopId: number): Promise<void> => {
    const released = await db.write(async (tx) => {
      if (await arePricesAwaited(tx, shopId)) return false;
      await tx.forShop(shopId).updateTable("EntrySchedule").set({ restUntil: null }).where("kind", "=", "price-drop").where("restUntil", "is not", null).execute();
      return true;
    });
    if (released) wake.wake("schedules");
  };

  return {
    name: "market-prices",
    async runDue() {
      const now = clock.now();
      return dueShops.doOne(db, now, async (shopId) => {
        if ((restUntil.get(shopId) ?? 0) > clock.real()) return 0;
        const asked = await claim(shopId, now);
        if (!asked) return 0;
        try {
          const read = await ask(asked);
          await db.write((tx) => saveMarketPrices(tx, asked, read, clock.now()));
        } catch (error) {
          await fail(asked, error);
        }
        await release(shopId);
        return 1;
      });
    },
    nextDueAt: () => firstDueAt(db, "MarketPrice"),
  };
}
