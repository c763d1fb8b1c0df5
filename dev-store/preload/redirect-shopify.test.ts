import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { answerJson } from "../oauth/answer.ts";
import { listen } from "../oauth/listen.ts";
import { readBody } from "../oauth/read-body.ts";

const store = await listen(async (req, res) => answerJson(res, 200, { url: req.url, method: req.method, token: req.headers["x-shopify-access-token"], body: await readBody(req) }));
afterAll(store.close);

const preload = fileURLToPath(new URL("./redirect-shopify.mjs", import.meta.url));

async function inApp(code: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", preload, "--input-type=module", "-e", code], { env: { ...process.env, NODE_OPTIONS: "", DEV_STORE_URL: store.origin } });
  return JSON.parse(stdout);
}

it("sends the app's calls to Shopify's admin to the local store, with their bodies and headers", async () => {
  const call = `const init = { method: "POST", headers: { "x-shopify-access-token": "t" }, body: "{}" };
    const url = "https://juniper-and-clay.myshopify.com/admin/api/2026-07/graphql.json";
    const plain = await (await fetch(url, init)).json(); const request = await (await fetch(new Request(url, init))).json();
    console.log(JSON.stringify({ plain, request }));`;
  const wanted = { url: "/_shopify/juniper-and-clay.myshopify.com/admin/api/2026-07/graphql.json", method: "POST", token: "t", body: "{}" };
  expect(await inApp(call)).toEqual({ plain: wanted, request: wanted });
});

it("leaves every other address alone", async () => {
  const call = `const answer = await (await fetch("${store.origin}/other")).json();
    const evil = await fetch("https://juniper-and-clay.myshopify.com.invalid/admin/x").then(() => "reached", () => "not sent here");
    console.log(JSON.stringify({ url: answer.url, evil }));`;
  expect(await inApp(call)).toEqual({ url: "/other", evil: "not sent here" });
});
