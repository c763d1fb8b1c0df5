import { afterEach, beforeEach, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { DAY } from "~/domain/instant";
import { readDeadLetters } from "~/queries/dead-letters.server";
import { signUpsWork } from "~/runtime/shopify/sign-ups.server";
import { giveUpLetters } from "~/services/attention/give-up-letters.server";
import { retrySignUps } from "~/services/attention/retry-sign-ups.server";
import { takeSignUp } from "~/services/sign-up/take-sign-up.server";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

let world: ShopifyWorld;
let shopId: number;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  shopId = (await world.shop()).id;
});
afterEach(() => world.close());

const letters = () => readDeadLetters(world.db, shopId);
const customer = (email: string) => world.db.forShop(shopId).selectFrom("Customer").select("id").where("email", "=", email).executeTakeFirst();
const work = () => world.exhaust(signUpsWork(world.context, world.openAdminApi));
/** Sends the form for each, and Shopify refuses for good. */
async function refused(...emails: string[]): Promise<void> {
  for (const email of emails) {
    world.faults.push(new AdminApiError("This app may not make customers.", { retryable: false, code: "ACCESS_DENIED" }));
    await takeSignUp(world.context, shopId, { formId: "f", email, phone: null, consents: [{ key: "newsletter", text: "Yes." }], browserId: null, loggedInCustomerId: null, agent: "a browser" });
    await work();
  }
}

it("R10 sign-ups that Shopify did not take are shown with its words, and tried again one by one or all at once", async () => {
  await refused("nina@example.com", "ida@example.com", "eva@example.com");
  const [group] = await letters();
  expect(group).toMatchObject({ kind: "sign-up", scenario: null, count: 3, letters: [{ customer: { id: null }, detail: "This app may not make customers.", at: NOW }, {}, {}] });
  const nina = group?.letters.find(({ customer: { name } }) => name === "nina@example.com");
  await retrySignUps(world.context, shopId, { id: nina?.id ?? "" });
  expect(world.woken).toContain("sign-ups");
  await work();
  expect(await customer("nina@example.com")).toBeDefined();
  expect(await letters()).toMatchObject([{ count: 2 }]);
  await retrySignUps(world.context, shopId, { all: true });
  await work();
  expect(await letters()).toEqual([]);
  expect(await customer("eva@example.com")).toBeDefined();
});

it("R10 tried again, it counts nobody as new whom somebody else has made meanwhile", async () => {
  await refused("nina@example.com");
  await world.db.write((tx) => tx.forShop(shopId).updateTable("SignUp").set({ absent: 1 }).execute());
  world.store.customers.create({ email: "nina@example.com" });
  await retrySignUps(world.context, shopId, { all: true });
  expect(await world.db.forShop(shopId).selectFrom("SignUp").select(["absent", "status", "attempts", "error"]).execute()).toEqual([{ absent: 0, status: "waiting", attempts: 0, error: null }]);
});

it("R10 R42 given up, nothing of what was sent is kept; one that waits still is left alone", async () => {
  await refused("nina@example.com", "ida@example.com");
  await takeSignUp(world.context, shopId, { formId: "f", email: "eva@example.com", phone: null, consents: [{ key: "newsletter", text: "Yes." }], browserId: null, loggedInCustomerId: null, agent: "a browser" });
  const [group] = await letters();
  await giveUpLetters(world.context, shopId, "sign-up", { id: group?.letters[0]?.id ?? "" });
  expect(await letters()).toMatchObject([{ count: 1 }]);
  await giveUpLetters(world.context, shopId, "sign-up", { scenarioId: "any", stepId: "any" });
  expect(await letters()).toMatchObject([{ count: 1 }]);
  await giveUpLetters(world.context, shopId, "sign-up", { all: true });
  expect(await world.db.forShop(shopId).selectFrom("SignUp").select(["email", "status"]).execute()).toEqual([{ email: "eva@example.com", status: "waiting" }]);
});

it("R10 is never another shop's, and what is tried again a day later makes a customer all the same", async () => {
  await refused("nina@example.com");
  expect(await readDeadLetters(world.db, shopId + 1)).toEqual([]);
  await giveUpLetters(world.context, shopId + 1, "sign-up", { all: true });
  world.clock.set(NOW + 2 * DAY, true);
  await retrySignUps(world.context, shopId, { all: true });
  await work();
  expect(await customer("nina@example.com")).toBeDefined();
});
