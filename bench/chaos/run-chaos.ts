import { createWriteStream, mkdirSync, mkdtempSync } from "node:fs";
import { setTimeout as rest } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { HOUR, MINUTE, type Milliseconds } from "../../app/domain/instant.ts";
import { SeededRandom } from "../../dev-store/state/seeded-random.ts";
import { setup } from "../../scripts/setup.mjs";
import { exitOnSignals } from "../../tests/setup/end-with-process.ts";
import { seedChaosShop } from "./chaos-shop.ts";
import { EDITS } from "./edits.ts";
import { editLive } from "./editor.ts";
import { Fleet } from "../installation/fleet.ts";
import { prepareInstallation, type Mode } from "../installation/prepare-installation.ts";
import { judge } from "./judge.ts";
import { startMovedClock } from "../installation/moved-clock.ts";
import { startOutside } from "./outside.ts";
import { Storm } from "./storm.ts";
import { Verdict } from "./verdict.ts";

/**
 * `npm run chaos -- --runs N --kills K --mode embedded|distributed [--seed S] [--pace MINUTES] [--json]`: the built processes, killed at random
 * points while N customers go through a scenario that is edited meanwhile, with providers of every channel that fail and facts
 * that come twice and out of order. Then the history is held against what was done and what everybody outside took. A line by
 * channel comes first, the sums are the last. Exits with 1 unless all figures but `runs` and `kills` are 0 (`unknown` may be
 * what it is for the channel of which nobody can always know) and no process ended but by being killed.
 */
const { values } = parseArgs({
  options: { runs: { type: "string", default: "2000" }, kills: { type: "string", default: "20" }, mode: { type: "string", default: "embedded" }, seed: { type: "string", default: "1" }, pace: { type: "string" }, json: { type: "boolean", default: false } },
});
const mode = values.mode as Mode;
/**
 * Domain time in a real second, at most: what a channel may do to find out ends after so much domain time, and a lease of a
 * process that was killed runs half a minute in real time where there are several. Faster, some pushes can end as unknown.
 */
const PACE: Record<Mode, string> = { embedded: "2", distributed: "1" };
const [runs, kills, seed, pace] = [values.runs, values.kills, values.seed, values.pace ?? PACE[mode]].map(Number);
if (!runs || !pace || kills === undefined || seed === undefined || ![runs, kills, seed, pace].every(Number.isSafeInteger) || !["embedded", "distributed"].includes(mode)) {
  process.stderr.write("usage: npm run chaos -- --runs N --kills K --mode embedded|distributed [--seed S] [--pace MINUTES] [--json]\n");
  process.exit(2);
}

/** Saturday evening; the clock is set back from three to two in the night. */
const BEGIN = Date.parse("2026-10-24T23:30:00+02:00");
/** Domain time from the first fact to after the last message. */
const WHOLE_STORY: Milliseconds = 8.75 * HOUR;
/** Real time between two kills, so that what was begun gets somewhere. */
const [SHORTEST_LIFE, LONGEST_LIFE] = [100, 1_500];
/** Domain time moves on in pieces of this size. */
const PIECE: Milliseconds = MINUTE;
const FASTEST: Milliseconds = pace * MINUTE;
/** Real time in which all must come to an end once nothing disturbs it. Longer than the longest lease. */
const PATIENCE = 8 * MINUTE;

exitOnSignals();
const say = (line: string): void => void process.stderr.write(`${line}\n`);
await setup({ apt: mode === "distributed" ? ["redis-server"] : [] });
const cache = fileURLToPath(new URL("../../.cache/chaos/", import.meta.url));
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(`${cache}${mode}-`);
const random = new SeededRandom(seed);

const clock = await startMovedClock(BEGIN);
const storm = new Storm({ customers: runs, random, now: () => clock.now() });
const outside = await startOutside(random, () => clock.now(), storm);
const installation = await prepareInstallation(mode, folder, { clockPort: clock.port, providerUrl: outside.mailUrl, callsPerSecond: 10, more: outside.environment });
const shopId = await seedChaosShop(installation.db, outside.pushes, runs, BEGIN);
const own = installation.db.forShop(shopId);
const fleet = new Fleet(createWriteStream(`${folder}/processes.log`));
await Promise.all(installation.members.map((member) => fleet.start(member)));
say(`${mode}: ${runs} customers, ${kills} kills, ${EDITS.length} edits; logs in ${folder}`);

const began = performance.now();
const elapsed = () => `${((performance.now() - began) / 1_000).toFixed(0)} s`;
const facts = storm.blow(installation.webPort);
const edits = editLive({
  databaseUrl: installation.databaseUrl, clockPort: clock.port, shopId, random: new SeededRandom(seed + 1), progress: () => storm.progress, say,
  // While the database is away nobody can tell.
  someEnter: () => own.selectFrom("IdleClock").select("subjectId").limit(1).execute().then((rows) => rows.length > 0, () => true),
});

/** The part of the story that lies between two kills, in at least so much real time. */
async function pass(from: number, share: number, atLeast: Milliseconds): Promise<void> {
  const pieces = Math.max(1, Math.ceil((WHOLE_STORY * share) / PIECE));
  const domain = (WHOLE_STORY * share) / pieces;
  for (let piece = 1; piece <= pieces; piece += 1) {
    await rest(Math.max(atLeast / pieces, (domain / FASTEST) * 1_000));
    storm.progress = from + (share * piece) / pieces;
    clock.advance(domain);
  }
}
for (let kill = 1; kill <= kills; kill += 1) {
  await pass((kill - 1) / kills, 1 / kills, random.int(SHORTEST_LIFE, LONGEST_LIFE));
  if (kill % 10 === 0) await installation.disturb(random);
  await fleet.replace(random.pick(installation.members));
  if (kill % 20 === 0) say(`${kill} kills, ${elapsed()}: ${outside.count()}; ${storm.tell()}`);
}
storm.progress = 1;
await edits;
outside.calmDown();
await facts;
say(`the storm is over after ${elapsed()}: ${storm.tell()}`);
for (const line of outside.tell()) say(line);

/** What has not come to its end: how much in all, and how much of it is on its way to somebody outside. */
async function underWay(): Promise<{ all: number; going: number }> {
  const count = async (rows: Promise<unknown[]>) => (await rows).length;
  const going = (await count(own.selectFrom("Message").select("id").where("status", "in", ["queued", "handing-over"]).execute()))
    + (await count(own.selectFrom("Errand").select("id").where("status", "in", ["queued", "under-way"]).execute()));
  const all = going
    + (await count(own.selectFrom("Run").select("id").where("status", "=", "active").execute()))
    + (await count(own.selectFrom("IdleClock").select("subjectId").execute()))
    + (await count(own.selectFrom("Scenario").select("id").where("settling", "is not", null).execute()))
    + (await count(installation.db.acrossShops.selectFrom("WebhookReceipt").select("id").where("status", "=", "waiting").execute()));
  return { all, going };
}
const giveUpAt = performance.now() + PATIENCE;
for (let left = await underWay(); left.all > 0 && performance.now() < giveUpAt; left = await underWay()) {
  await rest(1_000);
  // What is on its way may be found out about for so long only; nothing else minds how fast time passes.
  clock.advance(left.going > 0 ? FASTEST : 2 * HOUR);
}
await storm.settled();
const badly = await fleet.stop();
if (badly.length > 0) say(`did not end well on SIGTERM: ${badly.join(", ")}`);
const broken = outside.broken();
if (broken.length > 0) say(`somebody's rules were broken: ${String(broken[0])}`);

const verdict = new Verdict(say);
await judge(installation.db, shopId, runs, outside.logs(runs), verdict);
const removed = await own.selectFrom("Run").select("id").where("reason", "=", "step-deleted").execute();
await installation.close();
outside.close();
await clock.close();
say(`${mode}: ${outside.count()}; ${removed.length} left with the step that was deleted; ${elapsed()} in all`);
const print = (line: object): void => (values.json ? void process.stdout.write(`${JSON.stringify(line)}\n`) : say(JSON.stringify(line)));
print({ channels: verdict.channels() });
print({ mode, runs, kills, ...verdict.faults });
process.exit(verdict.holds() && badly.length === 0 && broken.length === 0 && fleet.endedByThemselves.length === 0 ? 0 : 1);
