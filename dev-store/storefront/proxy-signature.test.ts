import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { proxySignature } from "./proxy-signature.ts";

it("R43 signs as Shopify's documentation shows: repeats joined, keys sorted, nothing between, its own name left out", () => {
  const query = new URLSearchParams("extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=old");
  const message = "extra=1,2logged_in_customer_id=1path_prefix=/apps/awesome_reviewsshop=shop-name.myshopify.comtimestamp=1317327555";
  expect(proxySignature(query, "hush")).toBe(createHmac("sha256", "hush").update(message).digest("hex"));
});
