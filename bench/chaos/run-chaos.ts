import { createWriteStream, mkdirSync, mkdtempSync } from "node:fs";
import { setTimeout as rest } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { HOUR, MINUTE, type Milliseconds } from "../../app/domain/instant.ts";
import { SeededRandom } from "../../dev-store/state/seeded-random.ts";
import { setup } from "../../scripts/setup.mjs";
import { seedChaosShop } from "./chaos-shop.ts";
import { Fleet } from "../installation/fleet.ts";
import { prepareInstallation, type Mode } from "../installation/prepare-installation.ts";
import { judge } from "./judge.ts";
import { startMailProvider } from "../installation/mail-provider.ts";
import { startMovedClock } from "../installation/moved-clock.ts";
import { Storm } from "./storm.ts";

/**
 * `npm run chaos -- --runs N --kills K --mode embedded|distributed [--seed S] [--json]`: the built processes, killed at random
 * points while N customers go through a scenario, with a provider that fails and facts that come twice and out of order.
 * Then the history is held against what was done and what the provider took. Exits with 1 unless all figures but `runs` and `kills` are 0.
 */
const { values } = parseArgs({
  options: { runs: { type: "string", default: "2000" }, kills: { type: "string", default: "20" }, mode: { type: "string", default: "embedded" }, seed: { type: "string", default: "1" }, json: { type: "boolean", default: false } },
});
const [runs, kills, seed] = [values.runs, values.kills, values.seed].map(Number);
const mode = values.mode as Mode;
if (!runs || kills === undefined || seed === undefined || ![runs, kills, seed].every(Number.isSafeInteger) || !["embedded", "distributed"].includes(mode)) {
  process.stderr.write("usage: npm run chaos -- --runs N --kills K --mode embedded|distributed [--seed S] [--json]\n");
  process.exit(2);
}

/** Saturday evening; the clock is set back from three to two in the night. */
const BEGIN = Date.parse("2026-10-24T22:00:00+02:00");
/** Domain time from the first fact to after the last message. */
const WHOLE_STORY: Milliseconds = 12 * HOUR;
/** Real time between two kills, so that what was begun gets somewhere. */
const [SHORTEST_LIFE, LONGEST_LIFE] = [100, 1_500];
/** Real time in which all must come to an end once nothing disturbs it. Longer than the longest lease. */
const PATIENCE = 5 * MINUTE;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
await setup({ apt: mode === "distributed" ? ["redis-server"] : [] });
const cache = fileURLToPath(new URL("../../.cache/chaos/", import.meta.url));
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(`${cache}${mode}-`);
const random = new SeededRandom(seed);

const clock = await startMovedClock(BEGIN);
const storm = new Storm({ customers: runs, random, now: () => clock.now() });
const provider = await startMailProvider(() => random.next(), (mail) => storm.delivered(mail));
const installation = await prepareInstallation(mode, folder, { clockPort: clock.port, providerUrl: provider.url, callsPerSecond: 10 });
const shopId = await seedChaosShop(installation.db, runs, BEGIN);
const fleet = new Fleet(createWriteStream(`${folder}/processes.log`));
await Promise.all(installation.members.map((member) => fleet.start(member)));
say(`${mode}: ${runs} customers, ${kills} kills; logs in ${folder}`);

const began = performance.now();
const facts = storm.blow(installation.webPort);
for (let kill = 1; kill <= kills; kill += 1) {
  await rest(random.int(SHORTEST_LIFE, LONGEST_LIFE));
  storm.progress = kill / kills;
  clock.advance(WHOLE_STORY / kills);
  if (kill % 10 === 0) await installation.disturb(random);
  await fleet.replace(random.pick(installation.members));
  if (kill % 20 === 0) say(`${kill} kills, ${((performance.now() - began) / 1_000).toFixed(0)} s, ${provider.delivered.length} e-mails taken, ${storm.tell()}`);
}
storm.progress = 1;
provider.calmDown();
await facts;
say(`the storm is over after ${((performance.now() - began) / 1_000).toFixed(0)} s: ${storm.tell()}; ${provider.tell()}`);

/** What has not come to its end: how much in all, and how much of it is on its way to the provider. */
async function underWay(): Promise<{ all: number; sending: number }> {
  const own = installation.db.forShop(shopId);
  const count = async (rows: Promise<unknown[]>) => (await rows).length;
  const sending = await count(own.selectFrom("Message").select("id").where("status", "in", ["queued", "handing-over"]).execute());
  const all = sending
    + (await count(own.selectFrom("Run").select("id").where("status", "=", "active").execute()))
    + (await count(own.selectFrom("IdleClock").select("subjectId").execute()))
    + (await count(installation.db.acrossShops.selectFrom("WebhookReceipt").select("id").where("status", "=", "waiting").execute()));
  return { all, sending };
}
const giveUpAt = performance.now() + PATIENCE;
for (let left = await underWay(); left.all > 0 && performance.now() < giveUpAt; left = await underWay()) {
  await rest(1_000);
  // A provider forgets its keys after a day: while leases of killed processes run out, in real time, little of it may pass.
  clock.advance(left.sending > 0 ? 15 * MINUTE : 2 * HOUR);
}
await storm.settled();
const badly = await fleet.stop();
if (badly.length > 0) say(`did not end well on SIGTERM: ${badly.join(", ")}`);
if (provider.broken.length > 0) say(`the provider's rules were broken: ${String(provider.broken[0])}`);

const verdict = await judge(installation.db, shopId, runs, provider.delivered, say);
await installation.close();
provider.close();
await clock.close();
say(`${mode}: ${provider.delivered.length} e-mails, ${((performance.now() - began) / 1_000).toFixed(0)} s in all`);
const result = { mode, runs, kills, ...verdict };
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else say(JSON.stringify(result));
process.exit(Object.values(verdict).some((count) => count > 0) || badly.length > 0 || provider.broken.length > 0 ? 1 : 0);
