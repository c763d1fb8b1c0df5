import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR } from "~/domain/instant";
import type { HandOver } from "~/adapters/channels/message-channel";
import { createOutbounds } from "~/runtime/messages/outbounds.server";
import { messagesWork } from "~/runtime/messages/messages.server";
import { sendPush } from "~/steps/send-push/definition";
import { cartSeries } from "../factories/engine-world";
import { openMessageWorld, type MessageWorld } from "../factories/message-world";

/** Of which a turn begins five on either database: a twentieth of a second. */
const CALLS_PER_SECOND = 100;
const SHOPS = 7;
const OF_A_SHOP = ["Product", "Variant", "Consent", "Customer", "CustomerConsent", "PushSubscription", "Cart", "Scenario", "ScenarioVersion", "Run", "Message"];

let world: MessageWorld;
beforeEach(async () => { world = await openMessageWorld({ callsPerSecond: CALLS_PER_SECOND }); });
afterEach(() => world.close());

/** Shops with one web push due each. */
async function duePushes(): Promise<void> {
  const { db, shop } = world;
  await db.write((tx) => tx.forShop(shop.id).insertInto("Consent").values({ shopId: shop.id, id: "c-push", key: "push", name: "Web push", channels: '["push"]', shopify: null }).execute());
  await world.activate({ ...cartSeries(), firstStepId: "push", steps: [{ id: "push", type: "send-push", version: 1, config: { ...sendPush.defaults, title: "Your cart", body: "It waits", url: "{{ cart.url }}", consent: "push" }, next: { next: null } }] });
  await world.shopper("ola");
  const { id, subscription } = world.provider.push.subscribe("ola@example.com");
  await db.write(async (tx) => {
    await tx.forShop(shop.id).insertInto("CustomerConsent").values({ shopId: shop.id, customerId: "ola", consentId: "c-push", state: "granted", changedAt: 1, source: "import", evidence: null }).execute();
    await tx.forShop(shop.id).insertInto("PushSubscription").values({
      shopId: shop.id, id, visitorId: null, customerId: "ola", endpointHash: "hash", endpoint: subscription.endpoint, p256dh: subscription.keys.p256dh, auth: subscription.keys.auth, text: "Shall we?", agent: "Chrome", createdAt: 1, lastSeenAt: 1, goneAt: null,
    }).execute();
  });
  await world.advance(HOUR);
  for (let other = 1; other < SHOPS; other += 1) await copyShop(`shop-${other}.myshopify.com`);
}

async function copyShop(domain: string): Promise<void> {
  const { id: shopId } = await world.addShop(domain);
  await world.db.write(async (tx) => {
    for (const table of OF_A_SHOP) {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} where "shopId" = ${world.shop.id}`.execute(tx.acrossShops);
      for (const row of rows) {
        const copy = Object.entries({ ...row, shopId, ...(table === "Message" ? { id: world.context.newId() } : {}) });
        await sql`insert into ${sql.table(table)} (${sql.join(copy.map(([column]) => sql.ref(column)))}) values (${sql.join(copy.map(([, value]) => value))})`.execute(tx.acrossShops);
      }
    }
  });
}

/** As a process does that has others beside it; `send` stands for the provider. */
function sender(send?: () => Promise<HandOver>) {
  const { push } = createOutbounds(world.context);
  const work = messagesWork(world.context, send ? { ...push, send } : push, { soleOwner: false });
  if (!work.paced) throw new Error("messages are sent at the provider's pace");
  return { ...work, paced: work.paced };
}
const shown = () => world.provider.inbox.list({ channel: "push" });

describe("sending at the provider's pace", () => {
  it("R28 one turn takes as many calls as it counts for, from as many shops as it takes", async () => {
    await duePushes();
    const { paced, finish } = sender();
    expect(await paced.begin()).toBe(CALLS_PER_SECOND / paced.callsPerSecond);
    expect(await paced.begin()).toBe(SHOPS - CALLS_PER_SECOND / paced.callsPerSecond);
    expect(await paced.begin()).toBe(0);
    await finish?.();
    expect(shown()).toHaveLength(SHOPS);
  });

  it("R28 and so it does with batches that a process left behind", async () => {
    await duePushes();
    const before = sender(() => Promise.resolve({ outcome: "later", certain: true, after: null, reason: "not now" }));
    while ((await before.paced.begin()) > 0) continue;
    await before.finish?.();
    expect(shown()).toEqual([]);
    world.clock.set(world.clock.now() + HOUR, true);
    const { paced, finish } = sender();
    expect(await paced.begin()).toBe(CALLS_PER_SECOND / paced.callsPerSecond);
    while ((await paced.begin()) > 0) continue;
    await finish?.();
    expect(shown()).toHaveLength(SHOPS);
  });
});
