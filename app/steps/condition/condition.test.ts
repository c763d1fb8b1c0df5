import { describe, expect, it } from "vitest";
import type { Facts, MessageFact } from "~/domain/engine/facts";
import { condition, conditionConfig, type ConditionConfig } from "./definition";

const base: Facts = { timeZone: "Europe/Warsaw" };
const branch = (config: ConditionConfig, facts: Partial<Facts>) => condition.step({ config, stepId: "ask", scenarioId: "scenario", customerId: "ola", enteredStepAt: 0, heldMs: 0, now: 0, facts: { ...base, ...facts }, outcome: null });
const about = (was: "sent" | "opened" | "clicked"): ConditionConfig => ({ about: "message", stepId: "mail", was });
const message = (change: Partial<MessageFact>): MessageFact => ({ effectId: "run:1:0", stepId: "mail", status: "handed-over", reason: null, openedAt: null, clickedAt: null, ...change });
const yes = { do: "leave", branch: "yes" };
const no = { do: "leave", branch: "no" };

describe("condition", () => {
  it("R31 asks about the customer's tags, orders and spending", () => {
    const config: ConditionConfig = { about: "customer", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "VIP" }, { fact: "total-spent", operator: "at-least", amountMinor: 500 }] }] } };
    expect(condition.needs(config)).toEqual(["tags", "totals"]);
    expect(branch(config, { tags: new Set(["vip"]), totals: { ordersCount: 1, totalSpentMinor: 500 } })).toEqual(yes);
    expect(branch(config, { tags: new Set(["vip"]), totals: { ordersCount: 1, totalSpentMinor: 499 } })).toEqual(no);
  });

  it("R31 asks what the customer did with a message of this run", () => {
    expect(condition.needs(about("opened"))).toEqual(["messages-of-run"]);
    expect(branch(about("sent"), { messages: [message({})] })).toEqual(yes);
    expect(branch(about("sent"), { messages: [message({ status: "suppressed" })] })).toEqual(no);
    expect(branch(about("opened"), { messages: [message({ openedAt: 5 })] })).toEqual(yes);
    expect(branch(about("opened"), { messages: [message({ clickedAt: 5 })] })).toEqual(no);
    expect(branch(about("clicked"), { messages: [message({ clickedAt: 5 })] })).toEqual(yes);
    expect(branch(about("clicked"), { messages: [message({ stepId: "other", clickedAt: 5 })] })).toEqual(no);
    expect(branch(about("sent"), { messages: [] })).toEqual(no);
  });

  it("R31 has two ways, yes and no, and names the field where no message before it is chosen", () => {
    expect(condition.branches()).toEqual(["yes", "no"]);
    expect(condition.check(about("sent"), { messagesBefore: ["mail"], given: [] })).toEqual([]);
    expect(condition.check(about("sent"), { messagesBefore: ["other"], given: [] })).toEqual([{ severity: "error", path: "stepId", key: "steps:condition.problem.messageNotBefore" }]);
    expect(condition.check({ about: "message", stepId: "", was: "sent" }, { messagesBefore: [], given: [] })).toMatchObject([{ path: "stepId", key: "steps:condition.problem.noMessage" }]);
    expect(condition.check(condition.defaults, { messagesBefore: [], given: [] })).toEqual([]);
  });

  it("R31 refuses what is not a question", () => {
    expect(conditionConfig.safeParse({ about: "message", stepId: "mail", was: "eaten" }).error?.issues[0]?.path).toEqual(["was"]);
    expect(conditionConfig.safeParse({ about: "weather" }).error?.issues[0]?.path).toEqual(["about"]);
    expect(conditionConfig.safeParse({ about: "customer", segment: { match: "all", groups: [] } }).success).toBe(false);
  });
});
