import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { NOW, smallShop } from "../graphql/small-shop.ts";
import { createAdmin } from "./create-admin.ts";
import { listen } from "../oauth/listen.ts";
import { owner } from "../oauth/staff.ts";
import { verifySessionToken } from "../oauth/session-token.ts";

const extensions = mkdtempSync(join(tmpdir(), "extensions-"));
mkdirSync(join(extensions, "storefront/blocks"), { recursive: true });
writeFileSync(join(extensions, "storefront/shopify.extension.toml"), 'name = "Storefront"\nhandle = "storefront-blocks"\ntype = "theme"\n');
writeFileSync(join(extensions, "storefront/blocks/tracker.liquid"), 'x {% schema %} { "name": "Tracking", "target": "body" } {% endschema %}');

const { store } = smallShop();
const identity = { apiKey: "key", secret: "secret", shopDomain: store.state.shop.domain };
const { origin, close } = await listen(
  createAdmin({ store, apiKey: "key", secret: "secret", appName: "Scenarios", appHandle: "scenarios", appRoot: "/app", frameOrigin: "http://localhost:4401", storeOrigin: "http://localhost:4400", extensionsDirectory: extensions, scopes: () => ["read_customers"], staff: owner, realNow: () => NOW }),
);
afterAll(async () => {
  await close();
  rmSync(extensions, { recursive: true });
});

const get = async (path: string) => {
  const answer = await fetch(origin + path, { redirect: "manual" });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
};

describe("the local admin", () => {
  it("opens the app's page in its frame with shop, host, a session token and a signature", async () => {
    const { text } = await get("/admin/apps/scenarios/scenarios/7?tab=stats");
    const src = new URL((/<iframe[^>]* src="([^"]+)"/.exec(text)?.[1] ?? "").replaceAll("&amp;", "&"));
    expect(src.origin + src.pathname).toBe("http://localhost:4401/app/scenarios/7");
    expect(Object.fromEntries(src.searchParams)).toMatchObject({ tab: "stats", embedded: "1", shop: identity.shopDomain, hmac: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(Buffer.from(src.searchParams.get("host") ?? "", "base64").toString()).toBe("admin.shopify.com/store/juniper-and-clay");
    expect(verifySessionToken(identity, src.searchParams.get("id_token") ?? "", NOW)).not.toBeNull();
  });

  it("hands session tokens to its own pages only", async () => {
    const ask = (site: string) => fetch(`${origin}/_shopify/admin/session-token`, { method: "POST", headers: { "sec-fetch-site": site } });
    const own = await ask("same-origin");
    const { token } = (await own.json()) as { token: string };
    expect(verifySessionToken(identity, token, NOW)).toEqual({ userId: owner.id, sessionId: expect.any(String) });
    expect((await ask("cross-site")).status).toBe(403);
  });

  it("R46 turns an app embed off and on, and tells the app", async () => {
    const status = async () => ((await (await fetch(`${origin}/_shopify/admin/extensions`)).json()) as { handle: string; activations: { status: string }[] }[])[0];
    expect(await status()).toMatchObject({ handle: "storefront-blocks", activations: [{ handle: "tracker", name: "Tracking", status: "active" }] });
    const set = (body: string) => fetch(`${origin}/_shopify/admin/embeds`, { method: "POST", body, redirect: "manual", headers: { "content-type": "application/x-www-form-urlencoded" } });
    expect((await set("handle=tracker&enabled=false")).status).toBe(303);
    expect(await status()).toMatchObject({ activations: [{ status: "available", activations: [] }] });
    expect((await get("/admin/themes/current/editor?context=apps&activateAppId=key/tracker")).text).toContain('aria-checked="false"');
    expect((await set("handle=nothing&enabled=true")).status).toBe(422);
  });

  it("escapes what customers typed, and answers 404 for what it does not have", async () => {
    store.customers.update("12", { firstName: "<img src=x>" });
    expect((await get("/admin/customers")).text).toContain("&lt;img src=x&gt;");
    expect((await get("/admin/customers/12")).text).not.toContain("<img src=x>");
    expect((await get("/admin/customers/999")).status).toBe(404);
    expect((await get("/admin/nowhere")).status).toBe(404);
    expect((await get("/products/3")).status).toBe(404);
  });

  it("sends an app page that was opened outside the admin back into it", async () => {
    expect((await get("/_shopify/admin/open?path=%2Fapp%2Fscenarios%3Fx%3D1")).location).toBe("/admin/apps/scenarios/scenarios?x=1");
  });

  it("finds resources for the picker", async () => {
    const { text } = await get("/_shopify/admin/resources?type=product&query=oak&draft=true");
    expect(JSON.parse(text)).toMatchObject([{ id: "gid://shopify/Product/4", status: "DRAFT", variants: [{ price: "49.00" }] }]);
    expect(JSON.parse((await get("/_shopify/admin/resources?type=product&query=oak&draft=false")).text)).toEqual([]);
  });
});
