import { expect, it } from "vitest";
import type { StepNode } from "./definition";
import { messagesBefore } from "./messages-before";

const step = (id: string, type: string, ...next: string[]): StepNode => ({ id, type, version: 1, config: {}, next: Object.fromEntries(next.map((to, at) => [`b${at}`, to])) });
const before = (steps: StepNode[], id: string) => messagesBefore(steps, id, (type) => type === "mail");

it("R31 names the messages on every way to a step, and none beside or behind it", () => {
  const steps = [step("first", "mail", "fork"), step("fork", "split", "left", "right"), step("left", "mail", "ask"), step("right", "mail"), step("wait", "delay", "ask"), step("ask", "condition", "after"), step("after", "mail")];
  expect(before(steps, "ask")).toEqual(["first", "left"]);
  expect(before(steps, "first")).toEqual([]);
  expect(before(steps, "gone")).toEqual([]);
});

it("R31 comes to an end where ways go round", () => {
  expect(before([step("a", "mail", "b"), step("b", "delay", "a")], "b")).toEqual(["a"]);
});
