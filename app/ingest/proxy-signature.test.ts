import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { proxyCallerReader } from "./proxy-signature";

const newReader = () => proxyCallerReader(createSecretKey(Buffer.from("hush")));
/** The example of Shopify's documentation of app proxies. */
const DOCUMENTED = "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb";

describe("the signature of the app proxy", () => {
  it("agrees with Shopify's example, repeated keys included", () => {
    expect(newReader()(DOCUMENTED, 1_317_327_555_000)).toEqual({ shopDomain: "shop-name.myshopify.com", loggedInCustomerId: "1", market: "" });
  });

  it.each([["89 s early", -89_000, undefined], ["90 s late", 90_000, undefined], ["91 s late", 91_000, "stale"], ["91 s early", -91_000, "stale"]])("judges %s", (_when, difference, code) => {
    expect(newReader()(DOCUMENTED, 1_317_327_555_000 + difference)).toMatchObject(code ? { code } : { shopDomain: "shop-name.myshopify.com" });
  });

  it.each([
    ["one value dropped", DOCUMENTED.replace("extra=1&", "")],
    ["values in another order", DOCUMENTED.replace("extra=1&extra=2", "extra=2&extra=1")],
    ["two signatures", `${DOCUMENTED}&signature=aa`],
    ["another secret", DOCUMENTED.replace(/.$/, "0")],
    ["nothing", ""],
  ])("refuses %s", (_what, query) => {
    expect(newReader()(query, 1_317_327_555_000)).toMatchObject({ status: 401, code: "unsigned" });
  });

  it("judges the age of a query it remembers, and refuses one that only resembles it", () => {
    const read = newReader();
    const shop = { shopDomain: "shop-name.myshopify.com" };
    expect(read(DOCUMENTED, 1_317_327_555_000)).toMatchObject(shop);
    expect(read(DOCUMENTED, 1_317_327_555_000 + 91_000)).toMatchObject({ code: "stale" });
    expect(read(DOCUMENTED.replace("logged_in_customer_id=1", "logged_in_customer_id=2"), 1_317_327_555_000)).toMatchObject({ code: "unsigned" });
    expect(read(DOCUMENTED, 1_317_327_555_000)).toMatchObject(shop);
  });
});
