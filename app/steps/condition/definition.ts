import { z } from "zod";
import type { MessageFact } from "~/domain/engine/facts";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";
import { checkSegment, inSegment, needsOf, segmentSchema } from "~/domain/segment/condition";

/** What can be asked of a message. Opened and clicked mean by a person: what machines did counts for nothing (R32). */
export const MESSAGE_ANSWERS = ["sent", "opened", "clicked"] as const;

/** R31: a question about the customer, or about a message that this run sent her. */
export const conditionConfig = z.discriminatedUnion("about", [
  z.strictObject({ about: z.literal("customer"), segment: segmentSchema }),
  z.strictObject({
    about: z.literal("message"),
    /** The step that sent it; empty until one is chosen. */
    stepId: z.string().max(64),
    was: z.enum(MESSAGE_ANSWERS),
  }),
]);

export type ConditionConfig = z.infer<typeof conditionConfig>;

function step({ config, facts, now }: StepInput<ConditionConfig>): StepResult {
  const holds = config.about === "customer" ? inSegment(config.segment, facts, now) : (facts.messages ?? []).some((message) => message.stepId === config.stepId && was(message, config.was));
  return { do: "leave", branch: holds ? "yes" : "no" };
}

function was(message: MessageFact, asked: (typeof MESSAGE_ANSWERS)[number]): boolean {
  switch (asked) {
    case "sent": return message.status === "handed-over";
    case "opened": return message.openedAt !== null;
    case "clicked": return message.clickedAt !== null;
    default: return asked satisfies never;
  }
}

function check(config: ConditionConfig, { messagesBefore, shop }: CheckPlace): ConfigProblem[] {
  if (config.about === "customer") return checkSegment(config.segment, shop).map((problem) => ({ ...problem, path: `segment.${problem.path}` }));
  if (messagesBefore.includes(config.stepId)) return [];
  return [{ severity: "error", path: "stepId", key: config.stepId === "" ? "steps:condition.problem.noMessage" : "steps:condition.problem.messageNotBefore" }];
}

const defaults: ConditionConfig = { about: "customer", segment: { match: "all", groups: [{ match: "all", conditions: [{ fact: "orders-count", operator: "at-least", count: 1 }] }] } };

export const condition = {
  type: "condition",
  version: 1,
  category: "flow",
  icon: "QuestionCircleIcon",
  config: conditionConfig,
  defaults,
  branches: () => ["yes", "no"],
  needs: (config: ConditionConfig) => (config.about === "customer" ? needsOf([config.segment]) : ["messages-of-run"]),
  step,
  check,
} satisfies StepType<"condition", typeof conditionConfig>;
