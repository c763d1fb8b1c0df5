import { afterAll, describe, expect, it } from "vitest";
import { AccessTokens } from "./access-tokens.ts";
import { createOauth } from "./create-oauth.ts";
import { listen } from "./listen.ts";
import { owner } from "./staff.ts";
import { readAppConfig } from "./app-config.ts";
import { signSessionToken, verifySessionToken } from "./session-token.ts";

const identity = { apiKey: "key", secret: "secret", shopDomain: "juniper-and-clay.myshopify.com" };
let now = Date.parse("2026-07-15T10:00:00Z");
const tokens = new AccessTokens(identity.secret, () => now);
const scopes = ["read_customers", "write_customers"];
const { origin, close } = await listen(createOauth({ ...identity, tokens, scopes: () => scopes, staff: owner, realNow: () => now }));
afterAll(close);

const exchange = {
  client_id: "key", client_secret: "secret", grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
};

async function post(body: Record<string, unknown>, shop = identity.shopDomain) {
  const answer = await fetch(`${origin}/_shopify/${shop}/admin/oauth/access_token`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const fresh = () => signSessionToken(identity, { userId: owner.id, sessionId: "s" }, now);

describe("the local token endpoint", () => {
  it("exchanges a session token for an offline token with the configured scopes", async () => {
    const { status, body } = await post({ ...exchange, subject_token: fresh(), expiring: "0" });
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.stringMatching(/^shpat_/), scope: "read_customers,write_customers" });
    expect(tokens.read(String(body.access_token))).toMatchObject({ kind: "offline", scopes });
  });

  it("gives expiring offline tokens with a refresh token that serves once", async () => {
    const first = await post({ ...exchange, subject_token: fresh(), expiring: "1" });
    expect(first.body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    const refresh = { client_id: "key", client_secret: "secret", grant_type: "refresh_token", refresh_token: first.body.refresh_token };
    expect((await post(refresh)).status).toBe(200);
    expect((await post(refresh)).status).toBe(400);
    now += 3601_000;
    expect(tokens.read(String(first.body.access_token))).toBeNull();
  });

  it("gives an online token with its user", async () => {
    const { body } = await post({ ...exchange, requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token", subject_token: fresh() });
    expect(body).toMatchObject({ access_token: expect.stringMatching(/^shpua_/), associated_user: { id: 70412345678, email: owner.email }, expires_in: 86_399 });
  });

  it("refuses forged, expired and foreign session tokens, wrong secrets and other shops", async () => {
    const stale = fresh();
    now += 71_000;
    expect(await post({ ...exchange, subject_token: stale })).toMatchObject({ status: 400, body: { error: "invalid_subject_token" } });
    const forged = signSessionToken({ ...identity, secret: "other" }, { userId: "1", sessionId: "s" }, now);
    expect((await post({ ...exchange, subject_token: forged })).body.error).toBe("invalid_subject_token");
    const foreign = signSessionToken({ ...identity, apiKey: "another-app" }, { userId: "1", sessionId: "s" }, now);
    expect((await post({ ...exchange, subject_token: foreign })).body.error).toBe("invalid_subject_token");
    expect((await post({ ...exchange, client_secret: "wrong", subject_token: fresh() })).status).toBe(400);
    expect((await post({ ...exchange, subject_token: fresh() }, "other.myshopify.com")).status).toBe(404);
    expect((await post({ nonsense: true })).status).toBe(400);
    expect(verifySessionToken(identity, fresh(), now)).toEqual({ userId: owner.id, sessionId: "s" });
  });

  it("ends every token when the app is uninstalled", async () => {
    const { body } = await post({ ...exchange, subject_token: fresh() });
    tokens.revokeAll();
    expect(tokens.read(String(body.access_token))).toBeNull();
  });

  it("reads scopes and topics from the app's own configuration", () => {
    const config = readAppConfig(new URL("../../shopify.app.toml", import.meta.url).pathname);
    expect(config).toMatchObject({ name: "Scenarios", handle: "scenarios", apiVersion: "2026-07" });
    expect(config.scopes).toContain("read_customers");
    expect(config.topics).toEqual(expect.arrayContaining(["orders/create", "customers/redact"]));
  });
});
