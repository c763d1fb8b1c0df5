import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readProxyCaller } from "./proxy-signature";

const key = createSecretKey(Buffer.from("hush"));
/** The example of Shopify's documentation of app proxies. */
const DOCUMENTED = "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb";

describe("the signature of the app proxy", () => {
  it("agrees with Shopify's example, repeated keys included", () => {
    expect(readProxyCaller(DOCUMENTED, key, 1_317_327_555_000)).toEqual({ shopDomain: "shop-name.myshopify.com", loggedInCustomerId: "1" });
  });

  it.each([["89 s early", -89_000, undefined], ["90 s late", 90_000, undefined], ["91 s late", 91_000, "stale"], ["91 s early", -91_000, "stale"]])("judges %s", (_when, difference, code) => {
    expect(readProxyCaller(DOCUMENTED, key, 1_317_327_555_000 + difference)).toMatchObject(code ? { code } : { shopDomain: "shop-name.myshopify.com" });
  });

  it.each([
    ["one value dropped", DOCUMENTED.replace("extra=1&", "")],
    ["values in another order", DOCUMENTED.replace("extra=1&extra=2", "extra=2&extra=1")],
    ["two signatures", `${DOCUMENTED}&signature=aa`],
    ["another secret", DOCUMENTED.replace(/.$/, "0")],
    ["nothing", ""],
  ])("refuses %s", (_what, query) => {
    expect(readProxyCaller(query, key, 1_317_327_555_000)).toMatchObject({ status: 401, code: "unsigned" });
  });
});
