import { pino } from "pino";
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newId } from "~/adapters/db/new-id.server";
import type { ServiceContext } from "~/app-context";
import type { EventProperty } from "~/domain/custom-event/event-definition";
import { DAY, MINUTE } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { MOST_UNDEFINED } from "~/ingest/undefined-events.server";
import { readArrivals } from "~/queries/event-arrivals.server";
import { readEventList } from "~/queries/event-list.server";
import { readSilentEvents } from "~/queries/silent-events.server";
import { triggerOfRun } from "~/runtime/messages/load-trigger-truths.server";
import { retireEvent } from "~/services/events/retire-event.server";
import { addEvent, changeEvent } from "~/services/events/save-event.server";
import { publishVersion } from "~/services/scenarios/publish-version.server";
import { batch, customEvent, NOW, openIngest, pageViewed, type Ingest } from "../factories/ingest-rig";

let ingest: Ingest;
let context: ServiceContext;
beforeEach(async () => {
  ingest = await openIngest();
  context = { db: ingest.db, clock: ingest.clock, newId, log: pino({ level: "silent" }), wake: { wake: () => undefined } } as unknown as ServiceContext;
});
afterEach(() => ingest.close());

const SCORE: EventProperty = { key: "score", type: "integer", required: true };
const RESULT: EventProperty = { key: "result", type: "string", required: false };
const define = async (key = "quiz_finished", properties = [SCORE, RESULT]): Promise<string> => {
  const saved = await addEvent(context, ingest.shopId, { key, name: `The ${key}`, properties });
  if (!saved.ok) throw new Error(JSON.stringify(saved.errors));
  return saved.id;
};
const kept = async () => (await ingest.rows("Event")).filter(({ type }) => type === "custom_event").map(({ name, properties }) => ({ name, ...(JSON.parse(properties) as Record<string, unknown>) }));
const page = { path: "/", query: "" };

async function activate(filters: object[] = [], id = newId()): Promise<string> {
  const definition: ScenarioDefinition = {
    format: 1, settings: { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: false, onPage: [] } },
    entryPoints: [{ id: "entry", type: "custom-event", version: 1, config: { event: "quiz_finished", filters } }],
    firstStepId: "tag", steps: [{ id: "tag", type: "add-tag", version: 1, config: { tag: "quiz" }, next: { next: null } }],
  };
  await ingest.db.write(async (tx) => {
    const versionId = await publishVersion(tx, ingest.shopId, { scenarioId: id, definition, now: NOW, newId });
    await tx.forShop(ingest.shopId).insertInto("Scenario").values({
      shopId: ingest.shopId, id, name: "After the quiz", status: "active", definition: JSON.stringify(definition), revision: 1, versionId, firstActivatedAt: NOW, activatedAt: NOW, stoppedAt: null, createdAt: NOW, updatedAt: NOW,
    }).execute();
  });
  return id;
}

it("R13 R44 what somebody told before the log-in lets the customer in afterwards, once, with its properties", async () => {
  await define();
  await activate();
  await ingest.addCustomer("ola", "77");
  const { visitorId } = batch([pageViewed()]);
  await ingest.send(batch([customEvent("quiz_finished", { score: 7 }), customEvent("quiz_finished", { result: "no score" })], { visitorId }));
  const runs = () => ingest.db.forShop(ingest.shopId).selectFrom("Run").select(["customerId", "context"]).execute();
  expect(await runs()).toEqual([]);
  for (const path of ["/account", "/again"]) await ingest.send(batch([pageViewed(path)], { visitorId }), { customer: "77" });
  expect((await runs()).map(({ customerId, context }) => [customerId, (JSON.parse(context) as { event: unknown }).event])).toEqual([["ola", { name: "quiz_finished", properties: { score: 7 } }]]);
});

it("R13 a day lies in the last days by the clock of the shop", async () => {
  await define("quiz_finished", [{ key: "visit", type: "date", required: true }]);
  await activate([{ property: "visit", operator: "in-last", value: 1 }]);
  await ingest.addCustomer("ola", "77");
  const { timeZone } = await ingest.db.acrossShops.selectFrom("Shop").select("timeZone").where("id", "=", ingest.shopId).executeTakeFirstOrThrow();
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const days = [-2, -1, 0, 1].map((offset) => today.format(NOW + offset * DAY));
  for (const visit of days) await ingest.send(batch([customEvent("quiz_finished", { visit })]), { customer: "77" });
  const runs = await ingest.db.forShop(ingest.shopId).selectFrom("Run").select("context").execute();
  expect(runs.map(({ context: of }) => (JSON.parse(of) as { event: { properties: { visit: string } } }).event.properties.visit).sort()).toEqual(days.slice(1, 3));
});

describe("R13 what arrives", () => {
  it("R13 is read by its definition, in the same transaction and under the same rules as everything else", async () => {
    await define();
    const sent = batch([pageViewed(), customEvent("quiz_finished", { score: 7, result: "Dry skin", Unknown: 1, colour: "blue" })]);
    expect((await ingest.send(sent)).body).toEqual({ accepted: 2, duplicates: 0 });
    expect((await ingest.send(sent)).body).toEqual({ accepted: 0, duplicates: 2 });
    expect(await kept()).toEqual([{ name: "quiz_finished", page, properties: { score: 7, result: "Dry skin" }, extra: { colour: "blue" }, dropped: 1, faults: [], complete: true }]);
  });

  it("R13 wrong types are told and kept out; the other events of the batch are not harmed", async () => {
    await define();
    expect((await ingest.send(batch([customEvent("quiz_finished", { score: "many", result: { a: 1 } }), pageViewed()]))).status).toBe(202);
    expect(await kept()).toMatchObject([{ properties: {}, faults: [{ property: "score", fault: "not-whole" }, { property: "result", fault: "not-text" }], complete: false }]);
    expect(await ingest.rows("Event")).toHaveLength(2);
  });

  it.each<[string, unknown]>([["no object", { name: "quiz_finished", properties: [1, 2] }], ["no properties", { name: "quiz_finished" }], ["no name", { properties: {} }], ["a number for a name", { name: 5 }]])("R13 %s takes nothing down", async (_, data) => {
    await define();
    const sent = batch([pageViewed()]);
    const answer = await ingest.post(JSON.stringify({ ...sent, events: [...sent.events, { ...pageViewed(), id: randomUUID(), type: "custom_event", data }] }));
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2 } });
  });

  it("R13 of 500 properties the defined are kept and 20 more; a text of 1 MB is refused before it is read", async () => {
    await define();
    await ingest.send(batch([customEvent("quiz_finished", { ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`p${n}`, "x".repeat(60)])), score: 3 })]));
    const [event] = await kept();
    expect(event).toMatchObject({ properties: { score: 3 }, dropped: 480, complete: true });
    expect(JSON.stringify(event).length).toBeLessThan(2_500);
    const huge = await ingest.send(batch([customEvent("quiz_finished", { score: 1, result: "x".repeat(1_000_000) })]));
    expect(huge).toMatchObject({ status: 413, body: { error: { code: "oversized" } } });
    const large = await ingest.send(batch([customEvent("quiz_finished", { score: 1, result: "x".repeat(50_000) })]));
    expect(large.status).toBe(202);
    expect((await kept())[1]).toMatchObject({ properties: { score: 1 }, faults: [{ property: "result", fault: "too-long" }] });
  });

  it("R13 of a name that nobody defined only what it is called is kept, and 50 such names at most", async () => {
    await ingest.send(batch([customEvent("Quiz\u0000 started", { email: "ola@example.com", score: 1, tags: ["a"], deep: {} })]));
    expect(await kept()).toEqual([]);
    const [row] = await ingest.rows("UndefinedEvent");
    expect(row).toMatchObject({ name: "Quiz started", firstAt: NOW, lastAt: NOW });
    expect(JSON.parse(row?.properties ?? "")).toEqual({ email: "text", score: "number", tags: "list", deep: "other" });
    for (let n = 0; n < 3; n += 1) await ingest.send(batch(Array.from({ length: 40 }, (_, index) => customEvent(`made_up_${n}_${index}`))));
    expect(await ingest.rows("UndefinedEvent")).toHaveLength(MOST_UNDEFINED);
    ingest.clock.set(NOW + 31 * DAY, true);
    const later = NOW + 31 * DAY;
    await ingest.send(batch([customEvent("later", {}, later)], { sentAt: later }));
    expect((await ingest.rows("UndefinedEvent")).map(({ name }) => name)).toEqual(["later"]);
  });

  it("R13 a change of the definition counts from the next batch on, without a statement more for each event", async () => {
    const id = await define();
    const measured = async (events: number) => {
      let statements = 0;
      const { write } = ingest.db;
      ingest.db.write = ((work: Parameters<typeof write>[0]) => write.call(ingest.db, (tx: Parameters<typeof work>[0]) => {
        const counted = tx.acrossShops.withPlugin({ transformQuery: ({ node }) => node, transformResult: async ({ result }) => { statements += 1; return result; } });
        return work({ ...tx, acrossShops: counted } as typeof tx);
      })) as typeof write;
      await ingest.send(batch(Array.from({ length: events }, () => customEvent("quiz_finished", { score: 1 }))));
      ingest.db.write = write;
      return statements;
    };
    await measured(8);
    expect(await measured(8)).toBe(await measured(8));
    await changeEvent(context, ingest.shopId, id, { name: "Quiz", properties: [{ ...SCORE, type: "string" }] });
    await ingest.send(batch([customEvent("quiz_finished", { score: "good" })]));
    expect((await kept()).at(-1)).toMatchObject({ properties: { score: "good" }, faults: [] });
  });
});

describe("R13 who enters", () => {
  const runs = () => ingest.db.forShop(ingest.shopId).selectFrom("Run").select(["customerId", "context"]).execute();

  it("R13 a known customer enters by a complete event that the filters let through, and the run keeps its properties", async () => {
    await define();
    await ingest.addCustomer("ola", "77");
    await activate([{ property: "score", operator: "at-least", value: 5 }]);
    const visitorId = randomUUID();
    const tell = (properties: Record<string, unknown>, customer = "77", at = NOW) => ingest.send(batch([customEvent("quiz_finished", properties, at)], { visitorId }), { customer });
    await tell({ score: 4 });
    await tell({ score: "many" });
    expect(await runs()).toEqual([]);
    await tell({ score: 7, result: "Dry skin", extra: "unseen" });
    const [run] = await runs();
    expect(run?.customerId).toBe("ola");
    expect(JSON.parse(run?.context ?? "")).toEqual({ at: NOW, event: { name: "quiz_finished", properties: { score: 7, result: "Dry skin" } } });
    expect(triggerOfRun.parse(JSON.parse(run?.context ?? ""))).toEqual(JSON.parse(run?.context ?? ""));
  });

  it("R13 R43 nobody enters by an event of a stranger, one that is over a day old, or one told again", async () => {
    await define();
    await ingest.addCustomer("ola", "77");
    await activate();
    await ingest.send(batch([customEvent("quiz_finished", { score: 7 })]));
    await ingest.send(batch([customEvent("quiz_finished", { score: 7 }, NOW - DAY)]), { customer: "77" });
    expect(await runs()).toEqual([]);
    const once = batch([customEvent("quiz_finished", { score: 7 }, NOW - DAY + MINUTE)]);
    await ingest.send(once, { customer: "77" });
    await ingest.send(once, { customer: "77" });
    expect(await runs()).toHaveLength(1);
  });
});

describe("R13 definitions", () => {
  it("R13 a key is taken once while it stands; two who take it at once are told apart", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => addEvent(context, ingest.shopId, { key: "same", name: "Same", properties: [] })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, errors: { key: "keyTaken" } });
  });

  it("R13 is not retired while an active scenario uses it, and the answer says which; what arrives later is of no event", async () => {
    const id = await define();
    const scenarioId = await activate([{ property: "score", operator: "at-least", value: 5 }]);
    expect(await retireEvent(context, ingest.shopId, id)).toEqual({ ok: false, usedIn: [{ id: scenarioId, name: "After the quiz" }] });
    expect(await changeEvent(context, ingest.shopId, id, { name: "Quiz", properties: [RESULT] })).toEqual({ ok: false, errors: { properties: "propertyInUse" }, scenario: "After the quiz" });
    expect(await changeEvent(context, ingest.shopId, id, { name: "Quiz", properties: [SCORE] })).toEqual({ ok: true, id });
    await ingest.db.write((tx) => tx.forShop(ingest.shopId).updateTable("Scenario").set({ status: "stopped" }).execute());
    expect(await retireEvent(context, ingest.shopId, id)).toEqual({ ok: true });
    await ingest.send(batch([customEvent("quiz_finished", { score: 1 })]));
    expect(await kept()).toEqual([]);
    expect(await ingest.rows("UndefinedEvent")).toHaveLength(1);
    await define();
    expect(await ingest.rows("UndefinedEvent")).toHaveLength(0);
  });
});

describe("R13 what a merchant sees", () => {
  it("R13 an event that came daily and stopped is told while an active scenario uses it, and only then", async () => {
    await define();
    const tell = async (day: number) => {
      const at = NOW + day * DAY;
      ingest.clock.set(at, true);
      expect((await ingest.send(batch([customEvent("quiz_finished", { score: 1 }, at)], { sentAt: at }))).status).toBe(202);
    };
    for (let day = 0; day < 6; day += 1) await tell(day);
    const silent = (days: number) => readSilentEvents(ingest.db, ingest.shopId, NOW + 5 * DAY + days * DAY);
    expect(await silent(4)).toEqual([]);
    const id = await activate();
    expect(await silent(2.9)).toEqual([]);
    expect(await silent(3)).toMatchObject([{ name: "The quiz_finished", lastAt: NOW + 5 * DAY, silentMs: 3 * DAY, usedIn: [{ id }] }]);
    await tell(9);
    expect(await readSilentEvents(ingest.db, ingest.shopId, NOW + 9 * DAY)).toEqual([]);
  });

  it("R13 the last arrivals, the newest first, with who it was and what was wrong", async () => {
    await define();
    await ingest.addCustomer("ola", "77");
    await ingest.send(batch([customEvent("quiz_finished", { score: 1 }, NOW - MINUTE)]), { customer: "77" });
    await ingest.send(batch([customEvent("quiz_finished", { result: "x" })]));
    expect(await readArrivals(ingest.db, ingest.shopId, "quiz_finished")).toMatchObject([
      { at: NOW, customer: null, properties: { result: "x" }, faults: [{ property: "score", fault: "missing" }], complete: false },
      { at: NOW - MINUTE, customer: { id: "ola", name: "Ola Nowak" }, path: "/", properties: { score: 1 }, faults: [], complete: true },
    ]);
    const [event] = await readEventList(ingest.db, ingest.shopId);
    expect(event).toMatchObject({ key: "quiz_finished", lastAt: NOW, usedIn: [] });
  });
});
