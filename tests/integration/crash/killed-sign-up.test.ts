import { beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { newId } from "~/adapters/db/new-id.server";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { meetVisitors } from "~/services/customers/known-visitors.server";
import { publishVersion } from "~/services/scenarios/publish-version.server";
import { takeSignUp } from "~/services/sign-up/take-sign-up.server";
import { NOW, smallShop } from "../../../dev-store/graphql/small-shop.ts";
import { cartSeries, delayNode, expectCountsAgree } from "../../factories/engine-world";
import { atEachStatement, ended, killRig } from "../../factories/kill-rig";
import { openShopifyWorld } from "../../factories/shopify-world";
import { openTestDatabase } from "../../setup/test-database";
import { doSignUps } from "./do-sign-ups";

const rig = killRig("tests/integration/crash/sign-up-process.ts");
const VISITOR = "0b0e7a52-4e0f-4d3c-9a53-0d1f7c2a9b10";
const WORDS = "Yes, send me news.";
let shopId: number;

const welcome: ScenarioDefinition = {
  ...cartSeries({ whileInside: "new-instance" }), entryPoints: [{ id: "form", type: "sign-up", version: 1, config: { consents: ["newsletter"], segmentId: null } }],
  firstStepId: "wait", steps: [delayNode("wait", null)],
};

/** Nina, whom neither Shopify nor the app knows, has just sent the form. */
beforeAll(async () => {
  const test = await openTestDatabase();
  const world = await openShopifyWorld(smallShop().store.state, NOW, test);
  await world.install();
  await world.exhaust(world.works.writes);
  shopId = (await world.shop()).id;
  await world.db.write(async (tx) => {
    const versionId = await publishVersion(tx, shopId, { scenarioId: "welcome", definition: welcome, now: NOW, newId });
    await tx.forShop(shopId).insertInto("Scenario").values({
      shopId, id: "welcome", name: "Welcome", status: "active", definition: JSON.stringify(welcome), revision: 1, versionId, firstActivatedAt: NOW, activatedAt: NOW, stoppedAt: null, createdAt: NOW, updatedAt: NOW,
    }).execute();
    await meetVisitors(tx, [{ shopId, id: VISITOR }], NOW);
  });
  const sent = { formId: "block-1", email: "nina@example.com", phone: "+48600000001", consents: [{ key: "newsletter", text: WORDS }], browserId: VISITOR, loggedInCustomerId: null, agent: "a browser" };
  expect(await takeSignUp(world.context, shopId, sent)).toBeNull();
  rig.keep(test.url.replace(/^file:/, ""));
  await world.close();
});

/** What a stop by SIGKILL before statement `killAt`, a fresh start after it, and Shopify's own webhooks leave behind. */
async function killAndFinish(killAt: number) {
  const file = rig.copy(killAt);
  const db = openSqliteDatabase(`file:${file}`);
  const world = await openShopifyWorld(smallShop().store.state, NOW, { db, close: () => db.close() });
  const killed = await ended(rig.start(file, NOW, world.address.origin, world.address.token, killAt));
  await doSignUps(db, NOW, world.address, { later: true });
  for (const { topic, payload } of world.fired()) await world.apply(topic, payload);
  await doSignUps(db, NOW, world.address, { later: true });
  const shop = db.forShop(shopId);
  const [nina, ...others] = await shop.selectFrom("Customer").select(["id", "shopifyId", "email", "phone"]).where("email", "=", "nina@example.com").execute();
  const left = {
    waiting: await shop.selectFrom("SignUp").select("id").execute(),
    customers: 1 + others.length,
    phone: nina?.phone,
    inShopify: [...world.store.state.customers.values()].filter(({ email }) => email === "nina@example.com").map(({ id, emailConsent, phone }) => ({ known: id === nina?.shopifyId, consent: emailConsent.state, phone })),
    statements: await shop.selectFrom("ConsentStatement").select(["state", "source", "text", "at"]).where("customerId", "=", nina?.id ?? "").execute(),
    visitors: (await shop.selectFrom("Visitor").select(["id", "customerId", "identifiedBy"]).execute()).map(({ customerId, ...visitor }) => ({ ...visitor, hers: customerId === nina?.id })),
    runs: (await shop.selectFrom("Run").select(["customerId", "status", "stepId", "leaseOwner"]).execute()).map(({ customerId, ...run }) => ({ ...run, hers: customerId === nina?.id })),
    decisions: (await shop.selectFrom("EntryDecision").select(["customerId", "outcome"]).execute()).map(({ customerId, outcome }) => ({ outcome, hers: customerId === nina?.id })),
    writes: await shop.selectFrom("ShopifyWrite").select(["kind", "status", "revision"]).orderBy("kind").execute(),
  };
  await expectCountsAgree(db, shopId);
  await world.close();
  rig.drop(file);
  return { killed, left };
}

describe("a sign-up whose process is killed", () => {
  it("R10 R42 R44 one customer in Shopify and here, one statement, one run, at whatever statement SIGKILL comes", { timeout: 900_000 }, async () => {
    const whole = await killAndFinish(0);
    expect(whole).toMatchObject({
      killed: false,
      left: {
        waiting: [], customers: 1, phone: "+48600000001", inShopify: [{ known: true, consent: "SUBSCRIBED", phone: "+48600000001" }], statements: [{ state: "granted", source: "form", text: WORDS, at: NOW }],
        visitors: [{ id: VISITOR, hers: true, identifiedBy: "form" }], runs: [{ status: "active", stepId: "wait", hers: true }], decisions: [{ outcome: "entered", hers: true }],
      },
    });
    const last = await atEachStatement(async (killAt) => {
      const { killed, left } = await killAndFinish(killAt);
      expect(left, `killed at statement ${killAt}`).toEqual(whole.left);
      return killed;
    });
    expect(last).toBeGreaterThan(40);
  });
});
