import { describe, expect, it } from "vitest";
import { z } from "zod";
import { adminApiOver } from "./admin-api.server";
import { parseShopifyJson } from "./parse-shopify-json";
import { gid } from "./shapes";

const query = { document: "{ shop { name } }", data: z.object({ shop: z.object({ name: z.string() }) }) };
const cost = (available: number) => ({ cost: { requestedQueryCost: 500, throttleStatus: { maximumAvailable: 1000, currentlyAvailable: available, restoreRate: 50 } } });
const answering = (body: unknown) => adminApiOver(async () => new Response(JSON.stringify(body)));
const failing = (thrown: unknown) => adminApiOver(() => Promise.reject(thrown));

describe("the Admin API", () => {
  it("R45 says how long to rest until the bucket has room for the same query", async () => {
    await expect(answering({ data: { shop: { name: "J" } }, extensions: cost(400) }).ask(query, {})).resolves.toEqual({ data: { shop: { name: "J" } }, restMs: 2000 });
    await expect(answering({ data: { shop: { name: "J" } }, extensions: cost(600) }).ask(query, {})).resolves.toMatchObject({ restMs: 0 });
    await expect(answering({ data: { shop: { name: "J" } } }).ask(query, {})).resolves.toMatchObject({ restMs: 0 });
  });

  it("R45 tells failures that pass from failures that stay", async () => {
    const refused = (code: string) => ({ body: { errors: { graphQLErrors: [{ message: code, extensions: { code } }] }, extensions: cost(0) } });
    const cases: [unknown, object][] = [
      [refused("THROTTLED"), { retryable: true, code: "THROTTLED", retryAfterMs: 10_000 }],
      [refused("ACCESS_DENIED"), { retryable: false, code: "ACCESS_DENIED" }],
      [refused("MAX_COST_EXCEEDED"), { retryable: false, code: "MAX_COST_EXCEEDED" }],
      [{ response: { code: 429, retryAfter: 4 } }, { retryable: true, code: "THROTTLED", retryAfterMs: 4000 }],
      [{ response: { code: 503 } }, { retryable: true, code: "HTTP_503" }],
      [{ response: { code: 401 } }, { retryable: false, code: "HTTP_401" }],
      [new Response(null, { status: 502 }), { retryable: true, code: "HTTP_502" }],
      [new TypeError("fetch failed"), { retryable: true, code: "UNREACHABLE" }],
    ];
    for (const [thrown, expected] of cases) await expect(failing(thrown).ask(query, {})).rejects.toMatchObject(expected);
  });

  it("R45 refuses an answer of another shape, and says where", async () => {
    await expect(answering({ data: { shop: { name: null } } }).ask(query, {})).rejects.toMatchObject({ retryable: false, code: "SHAPE", message: expect.stringContaining("shop.name") as string });
  });
});

describe("Shopify's ids", () => {
  it("R45 keep all their digits in payloads and global ids", () => {
    expect(parseShopifyJson('{"id":9007199254740993,"small":12,"price":1.5,"note":"9007199254740993","list":[820982911946154508]}')).toEqual({ id: "9007199254740993", small: 12, price: 1.5, note: "9007199254740993", list: ["820982911946154508"] });
    expect(gid("Order").parse("gid://shopify/Order/820982911946154508")).toBe("820982911946154508");
    expect(gid("Order").safeParse("gid://shopify/Customer/1").success).toBe(false);
  });
});
