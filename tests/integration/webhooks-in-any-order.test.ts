import fc from "fast-check";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MINUTE, type Instant } from "~/domain/instant";
import { webhookHandlers } from "~/services/shopify/apply-webhook.server";
import { product, NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

interface Told {
  topic: string;
  payload: unknown;
  at: Instant;
}

let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
});
afterEach(() => world.close());

/** A day of the shop, as Shopify tells of it: one change a minute, each with its webhooks. */
function aDay(): Told[] {
  const { store, clock } = world;
  const told: Told[] = [];
  let at = NOW;
  const then = <T>(change: () => T): T => {
    clock.set((at += MINUTE), true);
    const made = change();
    told.push(...world.fired().filter(({ topic }) => topic in webhookHandlers).map(({ topic, payload }) => ({ topic, payload, at })));
    return made;
  };
  world.fired();
  const ola = then(() => store.customers.create({ email: "ola@example.com", firstName: "Ola", tags: ["new"] }));
  const twin = then(() => store.customers.create({ email: "twin@example.com", firstName: "Twin", phone: "+48600100200" }));
  const gone = then(() => store.customers.create({ email: "gone@example.com", firstName: "Gone", tags: ["vip"] }));
  then(() => store.customers.update(ola.id, { firstName: "Aleksandra" }));
  then(() => store.customers.addTags(ola.id, ["linen", "oak"]));
  then(() => store.customers.removeTags(ola.id, ["oak"]));
  then(() => store.customers.setEmailConsent(ola.id, { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" }));
  then(() => store.customers.setEmailConsent(twin.id, { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" }));
  then(() => store.customers.setEmailConsent(ola.id, { state: "UNSUBSCRIBED", optInLevel: "SINGLE_OPT_IN" }));
  then(() => store.customers.setSmsConsent(twin.id, { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" }));
  const bowl = then(() => store.products.create({ ...product("50"), variants: [{ title: "Sand", sku: "S", priceMinor: 4900, inventory: 3 }, { title: "Clay", sku: "C", priceMinor: 5100, inventory: 2 }] }));
  then(() => store.products.setPrice(bowl.variants[0]?.id ?? "", 3900));
  then(() => store.products.setInventory(bowl.variants[1]?.id ?? "", 0));
  const jug = then(() => store.products.create({ ...product("51"), variants: [{ title: "One", sku: "J", priceMinor: 900, inventory: 1 }] }));
  const kept = then(() => store.orders.create({ customerId: ola.id, lines: [{ variantId: bowl.variants[0]?.id ?? "", quantity: 2 }] }));
  then(() => store.orders.refund(kept.id, 1000));
  const dropped = then(() => store.orders.create({ customerId: twin.id, lines: [{ variantId: bowl.variants[0]?.id ?? "", quantity: 1 }] }));
  then(() => store.orders.cancel(dropped.id));
  then(() => store.products.delete(jug.id));
  then(() => store.customers.merge(ola.id, twin.id));
  then(() => store.customers.delete(gone.id));
  return told;
}

/** All that webhooks bring, without ids of ours and without when it was applied. The figures of who is gone are those known when it was told. */
async function state(): Promise<unknown> {
  const rows = async (query: ReturnType<typeof sql<object>>) => (await query.execute(world.db.acrossShops)).rows.map((row) => JSON.stringify(row)).sort();
  return {
    customers: await rows(sql`
      select c."shopifyId", c."email", c."phone", c."firstName", case when c."deletedAt" is null then c."ordersCount" end as "orders", case when c."deletedAt" is null then c."totalSpentMinor" end as "spent", c."lastOrderAt", c."deletedAt" is null as "stands", k."shopifyId" as "into"
      from "Customer" c left join "Customer" k on k."shopId" = c."shopId" and k."id" = c."mergedIntoId"`),
    tags: await rows(sql`select c."shopifyId", t."tag" from "CustomerTag" t join "Customer" c on c."id" = t."customerId"`),
    consents: await rows(sql`select c."shopifyId", d."key", s."state", s."changedAt", s."source" from "CustomerConsent" s join "Customer" c on c."id" = s."customerId" join "Consent" d on d."id" = s."consentId"`),
    statements: await rows(sql`select c."shopifyId", s."state", s."at", s."text" from "ConsentStatement" s join "Customer" c on c."id" = s."customerId"`),
    products: await rows(sql`select "id", "status", "deletedAt" is null as "stands", case when "deletedAt" is null then "title" end as "title", case when "deletedAt" is null then "updatedAt" end as "updatedAt" from "Product"`),
    variants: await rows(sql`select v."id", v."title", v."priceMinor", v."available" from "Variant" v join "Product" p on p."id" = v."productId" where p."deletedAt" is null`),
    orders: await rows(sql`select o."id", o."name", o."totalMinor", o."refundedMinor", o."cancelledAt", o."source", c."shopifyId" from "ShopOrder" o left join "Customer" c on c."id" = o."customerId"`),
    lines: await rows(sql`select "orderId", "id", "quantity", "totalMinor" from "OrderLine"`),
    refunds: await rows(sql`select "orderId", "id", "amountMinor" from "Refund"`),
    events: await rows(sql`select e."type", c."shopifyId" from "Event" e left join "Customer" c on c."id" = e."customerId"`),
  };
}

const TABLES = ["Customer", "CustomerTag", "CustomerTagRemoval", "CustomerConsent", "ConsentStatement", "Product", "Variant", "ShopOrder", "OrderLine", "OrderCode", "Refund", "Event", "Cart", "WebhookReceipt"] as const;

async function deliver(changes: readonly Told[], arrival: readonly number[]): Promise<unknown> {
  await world.db.write(async (tx) => {
    for (const table of TABLES) await tx.acrossShops.deleteFrom(table).execute();
  });
  for (const index of arrival) {
    const change = changes[index];
    if (change) await world.deliver(change.topic, change.payload, { id: `change-${index}`, at: change.at });
  }
  await world.exhaust(world.works.webhooks);
  expect((await world.receipts()).filter(({ status }) => status !== "done")).toEqual([]);
  return state();
}

it("R45 a day of every kind of change ends the same in any order of arrival, each told once, twice or three times", async () => {
  const changes = aDay();
  expect(new Set(changes.map(({ topic }) => topic)).size).toBeGreaterThanOrEqual(13);
  const inOrder = await deliver(changes, [...changes.keys()]);
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray([...changes.keys(), ...changes.keys(), ...changes.keys()], { minLength: changes.length }), async (some) => {
    const missing = [...changes.keys()].filter((index) => !some.includes(index));
    expect(await deliver(changes, [...some, ...missing])).toEqual(inOrder);
  }), { numRuns: 20 });
}, 120_000);
