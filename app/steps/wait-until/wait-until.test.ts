import { describe, expect, it } from "vitest";
import { writeAwaited, type Awaited } from "~/domain/engine/awaited";
import type { Facts, MessageFact } from "~/domain/engine/facts";
import { DAY, HOUR } from "~/domain/instant";
import { waitUntil, waitUntilConfig, type WaitUntilConfig } from "./definition";

const limit: WaitUntilConfig["limit"] = { amount: 2, unit: "hours" };
const T = Date.parse("2026-03-10T11:00:00Z");
const base: Facts = { timeZone: "Europe/Warsaw" };
const asked = (until: WaitUntilConfig["until"], facts: Partial<Facts>, now = T, heldMs = 0) =>
  waitUntil.step({ config: { until, limit }, stepId: "w", scenarioId: "s", customerId: "ola", enteredStepAt: T, heldMs, now, facts: { ...base, ...facts }, outcome: null });
const order: WaitUntilConfig["until"] = { what: "activity", type: "order_placed" };
const awaited: Awaited = { what: "activity", type: "order_placed" };
const since = (happenedAt: number | null, of: Awaited = awaited) => ({ wait: { seq: 1, awaits: writeAwaited(of), happenedAt } });
const message: MessageFact = { effectId: "r:1:0", stepId: "mail", status: "handed-over", reason: null, openedAt: null, clickedAt: null };
const happened = { do: "leave", branch: "happened" };
const timeUp = { do: "leave", branch: "time-up" };

describe("wait until", () => {
  it("R31 waits for an activity, at the longest for its limit, counted without the time held", () => {
    expect(asked(order, { wait: null })).toEqual({ do: "wait", until: T + 2 * HOUR, for: awaited });
    expect(asked(order, since(null), T + 2 * HOUR)).toEqual(timeUp);
    expect(asked(order, since(null), T + 2 * HOUR, HOUR)).toMatchObject({ do: "wait", until: T + 3 * HOUR });
    expect(asked(order, since(T + HOUR), T + HOUR)).toEqual(happened);
  });

  it("R31 what happened in time counts whenever it is looked at; what happened after the time was up does not", () => {
    expect(asked(order, since(T + 2 * HOUR - 1), T + DAY)).toEqual(happened);
    expect(asked(order, since(T + 2 * HOUR), T + DAY)).toEqual(timeUp);
  });

  it("R31 what happened while something else was waited for is not it", () => {
    expect(asked(order, since(T, { what: "activity", type: "cart_viewed" }), T + 1)).toMatchObject({ do: "wait" });
  });

  it("R31 R32 waits for a message of the run to be opened, or a certain link clicked, by a person", () => {
    const opened: WaitUntilConfig["until"] = { what: "message", stepId: "mail", was: "opened" };
    expect(asked(opened, { messages: [message] })).toMatchObject({ do: "wait", for: { what: "message" } });
    expect(asked(opened, { messages: [{ ...message, openedAt: T }] })).toEqual(happened);
    const clicked: WaitUntilConfig["until"] = { what: "message", stepId: "mail", was: "clicked", link: { by: "contains", text: "/sale" } };
    expect(waitUntil.needs({ until: clicked })).toEqual(["clicks-of-run"]);
    expect(asked(clicked, { clicks: [{ stepId: "mail", url: "https://a.example/help", written: null }] })).toMatchObject({ do: "wait" });
    expect(asked(clicked, { clicks: [{ stepId: "mail", url: "https://a.example/SALE?x", written: null }] })).toEqual(happened);
    expect(asked({ what: "message", stepId: "mail", was: "clicked" }, { messages: [{ ...message, clickedAt: T }] })).toEqual(happened);
  });

  it("R31 waits for a tag, a consent, or until the customer fits; who is so already goes on at once", () => {
    expect(asked({ what: "tag", tag: "VIP" }, { tags: new Set() })).toMatchObject({ do: "wait", for: { what: "customer", needs: ["tags"] } });
    expect(asked({ what: "tag", tag: "VIP" }, { tags: new Set(["vip"]) })).toEqual(happened);
    const consents = (state: "granted" | "withdrawn") => ({ consents: new Map([["newsletter", { state, channels: ["email"] }]]) });
    expect(asked({ what: "consent", consent: "newsletter", state: "withdrawn" }, consents("granted"))).toMatchObject({ do: "wait" });
    expect(asked({ what: "consent", consent: "newsletter", state: "withdrawn" }, consents("withdrawn"))).toEqual(happened);
    const fits: WaitUntilConfig["until"] = { what: "customer", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 2 }] }] } };
    expect(asked(fits, { totals: { ordersCount: 1, totalSpentMinor: 0 } }, T + 2 * HOUR)).toEqual(timeUp);
    expect(asked(fits, { totals: { ordersCount: 2, totalSpentMinor: 0 } })).toEqual(happened);
  });

  it("R31 refuses a limit of nothing or of more than a year, and names the field that is missing", () => {
    const path = (config: unknown) => waitUntilConfig.safeParse(config).error?.issues[0]?.path;
    expect(path({ until: order, limit: { amount: 0, unit: "days" } })).toEqual(["limit", "amount"]);
    expect(path({ until: order, limit: { amount: 366, unit: "days" } })).toEqual(["limit", "amount"]);
    expect(path({ until: order })).toEqual(["limit"]);
    const problems = (until: WaitUntilConfig["until"], orderEnds = false) => waitUntil.check({ until, limit }, { messagesBefore: ["mail"], given: [], orderEnds }).map((problem) => `${problem.severity} ${problem.path}`);
    expect(problems({ what: "activity", type: "page_viewed" })).toEqual(["error until.page"]);
    expect(problems({ what: "tag", tag: "" })).toEqual(["error until.tag"]);
    expect(problems({ what: "message", stepId: "gone", was: "opened" })).toEqual(["error until.stepId"]);
    expect(problems(order, true)).toEqual(["warning until.type"]);
    expect(problems(order)).toEqual([]);
  });
});
