import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { HOUR, MINUTE } from "~/domain/instant";
import { cartSeries, T0, TestClock } from "../../factories/engine-world";
import { atEachStatement, ended } from "../../factories/kill-rig";
import { openMessageWorld, openProvider } from "../../factories/message-world";
import { senderRig } from "./sender-rig";

const rig = senderRig();
const due = T0 + HOUR;
let shopId: number;

/** One text message is due, to a customer who may get it. */
beforeAll(async () => {
  const world = await openMessageWorld();
  shopId = world.shop.id;
  await world.db.write((tx) => tx.forShop(shopId).insertInto("Consent").values({ shopId, id: "c-sms", key: "sms", name: "Text messages", channels: '["sms"]', shopify: "sms" }).execute());
  const config = { text: "Your cart waits: {{ cart.url }}", consent: "sms", transactional: false, transactionalReason: "", onFailure: "continue" };
  await world.activate({ ...cartSeries(), firstStepId: "text", steps: [{ id: "text", type: "send-sms", version: 1, config, next: { next: null } }] });
  await world.shopper("ola");
  await world.db.write(async (tx) => {
    await tx.forShop(shopId).updateTable("Customer").set({ phone: "+48500001001" }).where("id", "=", "ola").execute();
    await tx.forShop(shopId).insertInto("CustomerConsent").values({ shopId, customerId: "ola", consentId: "c-sms", state: "granted", changedAt: T0, source: "import", evidence: null }).execute();
  });
  await world.advance(HOUR);
  rig.keep(world.url.replace(/^file:/, ""));
  await world.close();
}, 120_000);

async function left(file: string) {
  const db = openSqliteDatabase(`file:${file}`);
  const [message] = await db.forShop(shopId).selectFrom("Message").select(["status", "reason", "providerId"]).execute();
  const [run] = await db.forShop(shopId).selectFrom("Run").select(["dueAt"]).execute();
  await db.close();
  return { message, dueAt: run?.dueAt };
}

describe("a sender of text messages that is killed", () => {
  it("R27 sends once at whatever statement SIGKILL comes: what the provider has is found there, what it does not have goes out", { timeout: 400_000 }, async () => {
    const last = await atEachStatement(async (killAt) => {
      const file = rig.copy(killAt);
      const provider = await openProvider(new TestClock(due, true));
      const sends = async (now: number) => expect(await ended(rig.send(file, provider, { now, channel: "sms" }))).toBe(false);
      const killed = await ended(rig.send(file, provider, { now: due, killAt, channel: "sms" }));
      // The provider is asked, however late; what it does not list then is back in the queue, and goes out a moment later.
      if (killed) await sends(due + 20 * MINUTE);
      if ((await left(file)).message?.status === "queued") await sends(due + 21 * MINUTE);
      const { message, dueAt } = await left(file);
      const sent = provider.inbox.list({ channel: "sms" });
      expect(`${message?.status} ${sent.length}`, `killed at statement ${killAt}`).toBe("handed-over 1");
      expect(message?.providerId).toBe(sent[0]?.id);
      expect(dueAt, `the run is woken, killed at statement ${killAt}`).toBeGreaterThanOrEqual(due);
      await provider.close();
      return killed;
      // Every other statement: a sender of e-mail, which differs in the call alone, is killed at each.
    }, { step: () => 2 });
    expect(last).toBeGreaterThan(15);
  });

  it("R27 killed while the provider's answer is parked: the message is found at the provider, not sent again", { timeout: 60_000 }, async () => {
    const file = rig.copy("held");
    const provider = await openProvider(new TestClock(due, true));
    provider.failTexts("hold");
    const child = rig.send(file, provider, { now: due, channel: "sms" });
    const gone = ended(child);
    while (provider.faults.parked === 0) await setTimeout(10);
    child.kill("SIGKILL");
    expect(await gone).toBe(true);
    expect((await left(file)).message).toMatchObject({ status: "handing-over" });
    expect(await ended(rig.send(file, provider, { now: due, channel: "sms" }))).toBe(false);
    expect((await left(file)).message).toMatchObject({ status: "handed-over", providerId: provider.inbox.list()[0]?.id });
    expect(provider.inbox.list()).toHaveLength(1);
    await provider.close();
  });
});
