import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { HOUR, MINUTE } from "~/domain/instant";
import { subscribeBrowser } from "~/services/push/subscribe-browser.server";
import { cartSeries, T0, TestClock } from "../../factories/engine-world";
import { ended } from "../../factories/kill-rig";
import { messageWorldOn, openProvider, type Provider } from "../../factories/message-world";
import { openTestDatabase } from "../../setup/test-database";
import { senderRig } from "./sender-rig";

const rig = senderRig();
const due = T0 + HOUR;
let shopId: number;
/** One for all: the browser's endpoint is in the database. */
let provider: Provider;

/** One web push is due, to a customer with one browser. */
beforeAll(async () => {
  const clock = new TestClock(T0, true);
  provider = await openProvider(clock);
  const test = await openTestDatabase();
  const world = await messageWorldOn(test.db, clock, provider);
  shopId = world.shop.id;
  await world.db.write((tx) => tx.forShop(shopId).insertInto("Consent").values({ shopId, id: "c-push", key: "push", name: "Web push", channels: '["push"]', shopify: null }).execute());
  const config = { title: "Your cart waits", body: "", icon: "", image: "", url: "{{ cart.url }}", lifetimeHours: 24, consent: "push", transactional: false, transactionalReason: "", onFailure: "continue" };
  await world.activate({ ...cartSeries(), firstStepId: "push", steps: [{ id: "push", type: "send-push", version: 1, config, next: { next: null } }] });
  await world.shopper("ola");
  await world.db.write((tx) => tx.forShop(shopId).updateTable("Customer").set({ shopifyId: "77" }).where("id", "=", "ola").execute());
  const { subscription } = provider.push.subscribe("ola");
  await subscribeBrowser({ ...world.context, log: pino({ level: "silent" }) }, { id: shopId, timeZone: "Europe/Warsaw" }, { visitorId: "0b0e7a52-4e0f-4d3c-9a53-0d1f7c2a9b10", loggedInCustomerId: "77", subscription, text: "Shall we?", agent: "Chrome" });
  await world.advance(HOUR);
  rig.keep(test.url.replace(/^file:/, ""));
  await test.close();
}, 120_000);

afterAll(() => provider.close());

async function left(file: string) {
  const db = openSqliteDatabase(`file:${file}`);
  const [message] = await db.forShop(shopId).selectFrom("Message").select(["status", "reason", "providerId"]).execute();
  const [run] = await db.forShop(shopId).selectFrom("Run").select(["dueAt"]).execute();
  await db.close();
  return { message, dueAt: run?.dueAt };
}

/** Every copy of the database sends the one message, whose tag the one browser would show once: it forgets between the copies. */
const forget = () => {
  for (const browser of provider.push.kept().browsers) browser.shown = [];
  provider.inbox.clear();
};

describe("a sender of web push that is killed", () => {
  it("R28 sends, and the customer sees it once, at whatever statement SIGKILL comes", { timeout: 400_000 }, async () => {
    let killAt = 1;
    let again = 0;
    // Every other statement: a sender of e-mail, which differs in the call alone, is killed at each.
    for (; ; killAt += 2) {
      forget();
      const before = provider.calls.length;
      const file = rig.copy(killAt);
      const killed = await ended(rig.send(file, provider, { now: due, killAt, channel: "push" }));
      if (killed) expect(await ended(rig.send(file, provider, { now: due + 2 * MINUTE, channel: "push" }))).toBe(false);
      const { message, dueAt } = await left(file);
      expect(`${message?.status} ${provider.inbox.list({ channel: "push" }).length}`, `killed at statement ${killAt}`).toBe("handed-over 1");
      expect(dueAt, `the run is woken, killed at statement ${killAt}`).toBeGreaterThanOrEqual(due);
      if (provider.calls.length - before > 1) again += 1;
      if (!killed) break;
    }
    expect(killAt).toBeGreaterThan(15);
    expect(again, "some kills came after the call, so that it was sent again under the same tag").toBeGreaterThan(0);
  });

  it("R28 killed while the answer is parked: sent again under the same topic and tag, and shown once", { timeout: 60_000 }, async () => {
    forget();
    const file = rig.copy("held");
    provider.faults.arm("push", "hold", 1);
    const child = rig.send(file, provider, { now: due, channel: "push" });
    const gone = ended(child);
    while (provider.faults.parked === 0) await setTimeout(10);
    child.kill("SIGKILL");
    expect(await gone).toBe(true);
    expect((await left(file)).message).toMatchObject({ status: "handing-over" });
    expect(await ended(rig.send(file, provider, { now: due + 2 * MINUTE, channel: "push" }))).toBe(false);
    expect((await left(file)).message).toMatchObject({ status: "handed-over" });
    expect(provider.inbox.list({ channel: "push" })).toHaveLength(1);
  });
});
