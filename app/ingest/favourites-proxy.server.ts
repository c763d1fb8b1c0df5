import { createSecretKey } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import type { AppContext } from "~/app-context";
import { favouritesOfCustomer } from "~/queries/favourites-of-customer.server";
import { answerJson, NOT_READ, refuse, type Answer } from "./answer-json";
import { proxyCallerReader } from "./proxy-signature";
import { RateLimiter, STOREFRONT_LIMITS, type RateLimit } from "./rate-limits";
import { isRefusal } from "./refusal";

/** The block asks once in five minutes. */
export const FAVOURITES_LIMIT: RateLimit = { points: 30, window: 60 };

type Context = Pick<AppContext, "db" | "clock" | "log"> & { env: Pick<AppContext["env"], "SHOPIFY_API_SECRET"> };

/**
 * `GET /proxy/favourites`, signed by Shopify's app proxy (R18, R44): the products that the customer who is logged in marked, on any device. Whose they are
 * is what Shopify signed, never what the page says; the answer names the customer, so that a page of another does not take it. Nobody keeps it on the way.
 */
export function favouritesProxy({ db, clock, log, env }: Context, limit = FAVOURITES_LIMIT): RequestListener {
  const readCaller = proxyCallerReader(createSecretKey(Buffer.from(env.SHOPIFY_API_SECRET)));
  const perShop = new RateLimiter(STOREFRONT_LIMITS.shop);
  const perCustomer = new RateLimiter(limit);

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    if (request.method !== "GET") return refuse(405, "method", "Favourites are read.");
    const caller = readCaller((request.url ?? "").split("?")[1] ?? "", clock.real());
    if (isRefusal(caller)) return refuse(caller.status, caller.code, caller.message);
    const { shopDomain, loggedInCustomerId: customer } = caller;
    const busy = (await perShop.take(shopDomain)) ?? (customer === null ? undefined : await perCustomer.take(`${shopDomain} ${customer}`));
    if (busy) return refuse(busy.status, busy.code, busy.message);
    const shop = await db.acrossShops.selectFrom("Shop").select("id").where("domain", "=", shopDomain).where("uninstalledAt", "is", null).executeTakeFirst();
    if (!shop) return refuse(404, "unknown-shop", "The shop has not installed this app.");
    return { status: 200, body: { customer, products: customer === null ? [] : await favouritesOfCustomer(db, shop.id, customer) } };
  }

  return answerJson(log, "favourites could not be read", NOT_READ, answerTo);
}
