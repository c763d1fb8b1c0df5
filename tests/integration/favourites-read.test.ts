import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { favouritesProxy } from "~/ingest/favourites-proxy.server";
import { markFavourites } from "~/services/prices/mark-favourites.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { DOMAIN } from "../factories/local-admin-api";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

const SECRET = "the-app-secret";
let world: ShopifyWorld;
let close: () => Promise<void>;
let origin: string;
/** The database does not answer. */
let away: boolean;

beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  away = false;
  const db = new Proxy(world.db, {
    get(target, name) {
      if (away) throw new Error("away");
      return Reflect.get(target, name, target);
    },
  });
  const server = createServer(favouritesProxy({ ...world.context, db, env: { SHOPIFY_API_SECRET: SECRET } }, { points: 6, window: 60 }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await world.close();
  };
});
afterEach(() => close());

async function read(customer: string, { secret = SECRET, method = "GET", shop = DOMAIN, more = "" } = {}): Promise<{ status: number; body: unknown; kept: string | null }> {
  const query = new URLSearchParams({ shop, logged_in_customer_id: customer, path_prefix: "/apps/scenarios", timestamp: String(Math.floor(world.clock.real() / 1000)) });
  query.set("signature", createHmac("sha256", secret).update([...query].map(([key, value]) => `${key}=${value}`).sort().join("")).digest("hex"));
  const answer = await fetch(`${origin}/proxy/favourites?${query}${more}`, { method });
  return { status: answer.status, body: await answer.json(), kept: answer.headers.get("cache-control") };
}

const profile = (id: string) => ({ id: Number(id), admin_graphql_api_id: `gid://shopify/Customer/${id}`, email: `c${id}@example.com`, phone: null, first_name: "Ola", last_name: "Nowak", created_at: new Date(NOW).toISOString(), updated_at: new Date(NOW).toISOString(), default_address: null });

describe("the favourites of a customer who is logged in", () => {
  it("R18 R44 are read of the customer whom Shopify signed, and of nobody else", async () => {
    await world.apply("customers/create", profile("71"));
    await world.apply("customers/create", profile("72"));
    const shop = await world.shop();
    const people = await world.db.acrossShops.selectFrom("Customer").select(["id", "shopifyId"]).execute();
    const of = (shopifyId: string) => people.find((each) => each.shopifyId === shopifyId)?.id ?? "";
    const mark = (subjectId: string, productId: string, changedAt: number, marked: 0 | 1 = 1, known: 0 | 1 = 1) => ({ shopId: shop.id, known, subjectId, productId, variantId: "1", marked, changedAt });
    await world.db.write((tx) => markFavourites(tx, [mark(of("71"), "501", 1), mark(of("71"), "502", 2), mark(of("71"), "503", 3, 0), mark(of("72"), "504", 4), mark("a-visitor", "505", 5, 1, 0)]));
    expect(await read("71")).toEqual({ status: 200, body: { customer: "71", products: ["502", "501"] }, kept: "no-store" });
    expect((await read("72")).body).toEqual({ customer: "72", products: ["504"] });
    expect((await read("")).body).toEqual({ customer: null, products: [] });
    expect((await read("999")).body).toEqual({ customer: "999", products: [] });
    await world.db.write((tx) => tx.forShop(shop.id).updateTable("Customer").set({ deletedAt: NOW }).where("id", "=", of("72")).execute());
    expect((await read("72")).body).toEqual({ customer: "72", products: [] });
  });

  it("R18 refuses what Shopify did not sign, other methods, other shops and too many", async () => {
    expect((await read("71", { secret: "another" })).status).toBe(401);
    expect((await read("71", { more: "&logged_in_customer_id=72" })).status).toBe(401);
    expect((await read("71", { method: "POST" })).status).toBe(405);
    expect((await read("71", { shop: "other.myshopify.com" })).status).toBe(404);
    const statuses = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await read("73")).status);
    expect(statuses.slice(5)).toEqual([200, 429]);
  });

  it("R18 that cannot be read now are said to be so, and may be asked for again", async () => {
    away = true;
    expect(await read("71")).toEqual({ status: 503, body: { error: { code: "not-read", message: "It could not be read. Ask again later." } }, kept: "no-store" });
  });
});
