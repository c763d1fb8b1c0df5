import { HOUR, MINUTE, type Instant } from "../app/domain/instant.ts";
import { median, type Bench, type BenchOptions } from "./bench.ts";
import { cartViewed, pathOf } from "./installation/facts.ts";
import { postOf, sendAll } from "./installation/send-all.ts";
import { email, node, oneHour, scenarioOf, stageCustomers, stageShop, stageVisitors, type StagedShop } from "./installation/staged-shop.ts";
import { until, withInstallation, type RunningInstallation } from "./installation/with-installation.ts";

const BEGIN: Instant = Date.parse("2026-06-10T10:00:00Z");
/** How many customers, and in how many runs of which the median counts: the peers were measured with two thousand and in three. */
const SIZES = [{ customers: 2_000, runs: 3 }, { customers: 100_000, runs: 1 }];
/** A shop's storefront is let through at two thousand events a second. */
const SHOPS = 4;
/** Browsers that tell of something at once, each its next event once the last was answered. With a few hundred all of them wait for the same commit, and the machine rests meanwhile. */
const SENDERS = 1_024;
/** So many customers of other shops go the whole way first, not measured: as with the peers, the processes have been at work for a while. */
const REHEARSED = 4_000;
const GLANCE_MS = 50;
/** Two thousand customers have sent within a second, and come to the end a tenth of a second later. */
const LAST_GLANCE_MS = 10;
/** Left the wait, left the condition, sent. */
const STEPS = 3;

interface Journey {
  eventsPerSecond: number;
  parkedPerSecond: number;
  stepsPerSecond: number;
  peakMemoryMb: number;
}

/**
 * An event by HTTP of a customer whose browser is known, a wait, a condition, an e-mail to a provider that takes it at once, the end: measured one after the other, as open peers were
 * measured. Events: one each, on disk before the answer. Parking: from the end of the idle hour to the last one who stands in the wait. Steps: from the
 * end of the wait to the last run's end, the e-mails taken by the provider.
 */
export const bench: Bench = async (say, { mode, n }) => {
  const figures: Record<string, number> = { senders: SENDERS };
  let last: Journey | undefined;
  const sizes = n === null ? SIZES : [{ customers: n, runs: 1 }];
  for (const { customers, runs } of sizes) {
    const travelled: Journey[] = [];
    for (let run = 0; run < runs; run += 1) travelled.push(await travel(mode, customers));
    last = medians(travelled);
    say(`${customers} customers: ${last.eventsPerSecond.toFixed(0)} events/s, ${last.parkedPerSecond.toFixed(0)} parked/s, ${last.stepsPerSecond.toFixed(0)} steps/s, ${last.peakMemoryMb.toFixed(0)} MB`);
    for (const what of ["eventsPerSecond", "parkedPerSecond", "stepsPerSecond"] as const) figures[`${what}Of${customers}`] = last[what];
  }
  return { bench: "journey", mode, n: sizes.at(-1)?.customers ?? null, ours: last?.stepsPerSecond ?? null, floor: null, ratio: null, unit: "steps/s", p50Ms: null, p99Ms: null, peakMemoryMb: last?.peakMemoryMb ?? null, figures };
};

/** Of each figure by itself; of the memory the most. */
function medians(travelled: readonly Journey[]): Journey {
  const of = (figure: keyof Journey): number => median(travelled.map((journey) => journey[figure]));
  return { eventsPerSecond: of("eventsPerSecond"), parkedPerSecond: of("parkedPerSecond"), stepsPerSecond: of("stepsPerSecond"), peakMemoryMb: Math.max(...travelled.map(({ peakMemoryMb }) => peakMemoryMb)) };
}

async function travel(mode: BenchOptions["mode"], customers: number): Promise<Journey> {
  let mails = 0;
  return withInstallation(mode, BEGIN, () => (mails += 1), async (installation) => {
    const rehearsed = await stage(installation.db, "rehearsal", REHEARSED);
    const staged = await stage(installation.db, "journey", customers);
    await installation.start();
    await pass(installation, rehearsed, REHEARSED, () => mails >= REHEARSED);
    mails = 0;
    const figures = await pass(installation, staged, customers, () => mails >= customers);
    if (mails !== customers) throw new Error(`${mails} e-mails for ${customers} customers`);
    return { ...figures, peakMemoryMb: installation.peakMemoryMb() };
  });
}

/** A shop and the browsers of its customers. */
interface Storefront extends StagedShop {
  browsers: readonly string[];
}

async function stage(db: RunningInstallation["db"], name: string, customers: number): Promise<Storefront[]> {
  const bought = { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 0 }] }] };
  const definition = scenarioOf([
    node("wait", "delay", oneHour, { next: "gate" }),
    node("gate", "condition", { about: "customer", segment: bought }, { yes: "mail", no: null }),
    node("mail", "send-email", email("Your cart"), { next: null }),
  ]);
  const storefronts: Storefront[] = [];
  for (let index = 0; index < SHOPS; index += 1) {
    const shop = await stageShop(db, `${name}-${index}`, definition, BEGIN);
    const ids = await stageCustomers(db, shop, customers / SHOPS, BEGIN);
    storefronts.push({ ...shop, browsers: await stageVisitors(db, shop.shopId, ids, BEGIN) });
  }
  return storefronts;
}

async function pass({ db, clock, webPort }: RunningInstallation, storefronts: readonly Storefront[], customers: number, allSent: () => boolean): Promise<Omit<Journey, "peakMemoryMb">> {
  const requests = Array.from({ length: customers }, (_, number) => {
    const shop = storefronts[number % SHOPS];
    const ofShop = Math.floor(number / SHOPS);
    const fact = cartViewed(shop?.domain ?? "", String(1_000_000 + ofShop), clock.now(), shop?.browsers[ofShop]);
    return postOf(pathOf(fact), fact.headers(), fact.body);
  });
  const { seconds: eventSeconds, refused, firstRefusal } = await sendAll(webPort, requests, { connections: SENDERS, warmUp: 0 });
  if (refused > 0) throw new Error(`${refused} events were refused, the first: ${firstRefusal}`);

  // By the index that walks a scenario's people: looking through all of them many times a second would take the machine from what is measured.
  const nobodyInside = async (where: "at the door" | "anywhere"): Promise<boolean> => {
    for (const { shopId, scenarioId } of storefronts) {
      const inside = db.forShop(shopId).selectFrom("Run").select("id").where("scenarioId", "=", scenarioId).where("status", "=", "active").limit(1);
      if ((await (where === "at the door" ? inside.where("stepId", "is", null) : inside).execute()).length > 0) return false;
    }
    return true;
  };
  const since = performance.now();
  clock.advance(HOUR + MINUTE);
  await until("everybody has entered", async () => (await db.acrossShops.selectFrom("IdleClock").select("subjectId").limit(1).execute()).length === 0, GLANCE_MS);
  await until("everybody stands in the wait", () => nobodyInside("at the door"), GLANCE_MS);
  const parkSeconds = (performance.now() - since) / 1_000;

  const due = performance.now();
  clock.advance(HOUR + MINUTE);
  // Only then is the database asked, which has enough to do until then.
  await until("everything was sent", async () => allSent(), LAST_GLANCE_MS);
  await until("everybody has come to the end", () => nobodyInside("anywhere"), LAST_GLANCE_MS);
  const stepSeconds = (performance.now() - due) / 1_000;
  return { eventsPerSecond: customers / eventSeconds, parkedPerSecond: customers / parkSeconds, stepsPerSecond: (customers * STEPS) / stepSeconds };
}
