import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { HOUR } from "~/domain/instant";
import { readCounts } from "~/queries/read-counters.server";
import { T0, TestClock } from "../../factories/engine-world";
import { atEachStatement, ended } from "../../factories/kill-rig";
import { openMessageWorld, openProvider, type Provider } from "../../factories/message-world";
import { senderRig } from "./sender-rig";

const rig = senderRig();
const due = T0 + HOUR;
let shopId: number;

/** Two messages are due: one may be sent, the other's consent was withdrawn a moment ago. */
beforeAll(async () => {
  const world = await openMessageWorld();
  await world.activate(world.series());
  await world.shopper("ola");
  await world.shopper("ewa");
  await world.advance(HOUR);
  await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("CustomerConsent").set({ state: "withdrawn" }).where("customerId", "=", "ewa").execute());
  shopId = world.shop.id;
  rig.keep(world.url.replace(/^file:/, ""));
  await world.close();
});

const start = (file: string, provider: Provider, killAt = 0) => rig.send(file, provider, { now: due, killAt });

async function left(file: string) {
  const db = openSqliteDatabase(`file:${file}`);
  const shop = db.forShop(shopId);
  const messages = await shop.selectFrom("Message").select(["customerId", "status", "reason"]).orderBy("customerId").execute();
  const runs = await shop.selectFrom("Run").select(["customerId", "dueAt"]).orderBy("customerId").execute();
  const counts = Object.fromEntries((await readCounts(db, shopId, [])).map(({ metric, value }) => [metric, value]));
  await db.close();
  return { messages, runs, sent: counts["sent"], suppressed: counts["suppressed"] };
}

const whole = {
  messages: [{ customerId: "ewa", status: "suppressed", reason: "consent-withdrawn" }, { customerId: "ola", status: "handed-over", reason: null }],
  runs: [{ customerId: "ewa", dueAt: due }, { customerId: "ola", dueAt: due }],
  sent: 1, suppressed: 1,
};

describe("a sender that is killed", () => {
  it("leaves one e-mail and whole counters at whatever statement SIGKILL comes", { timeout: 400_000 }, async () => {
    const last = await atEachStatement(async (killAt) => {
      const file = rig.copy(killAt);
      const provider = await openProvider(new TestClock(due, true));
      const killed = await ended(start(file, provider, killAt));
      if (killed) expect(await ended(start(file, provider))).toBe(false);
      expect(await left(file), `killed at statement ${killAt}`).toEqual(whole);
      expect(provider.inbox.list().map(({ recipients }) => recipients), `killed at statement ${killAt}`).toEqual([["ola@example.com"]]);
      await provider.close();
      return killed;
    });
    expect(last).toBeGreaterThan(15);
  });

  it("R26 killed while the provider's answer is parked, it sends the same batch under the same key: exactly one e-mail", { timeout: 60_000 }, async () => {
    const file = rig.copy("held");
    const provider = await openProvider(new TestClock(due, true));
    provider.fail("hold");
    const child = start(file, provider);
    const gone = ended(child);
    while (provider.faults.parked === 0) await setTimeout(10);
    expect(provider.inbox.list()).toHaveLength(1);
    child.kill("SIGKILL");
    expect(await gone).toBe(true);
    expect((await left(file)).messages[1]).toMatchObject({ status: "handing-over" });
    expect(await ended(start(file, provider))).toBe(false);
    expect(await left(file)).toEqual(whole);
    expect(provider.inbox.list()).toHaveLength(1);
    expect(new Set(provider.calls.map(({ key }) => key)).size).toBe(1);
    expect(provider.calls).toHaveLength(2);
    await provider.close();
  });
});
