import { z } from "zod";
import type { Facts, MessageFact, Need } from "~/domain/engine/facts";
import { DAY, type Instant } from "~/domain/instant";
import { linkMatches, linkMatchSchema } from "~/domain/message/link-match";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";
import { checkSegment } from "~/domain/segment/check-segment";
import { segmentSchema } from "~/domain/segment/condition";
import { inSegment } from "~/domain/segment/in-segment";
import { needsOf } from "~/domain/segment/needs-of";

/** What can be asked of a message. Opened and clicked mean by a person: what machines did counts for nothing (R32). */
export const MESSAGE_ANSWERS = ["sent", "opened", "clicked"] as const;

export const MESSAGE_CHANNELS = ["any", "email", "sms", "push"] as const;
export const MOST_DAYS = 730;

/** R31: a question about the customer, about a message that this run sent, about messages of any scenario, or about orders since the run began. */
export const conditionConfig = z.discriminatedUnion("about", [
  z.strictObject({ about: z.literal("customer"), segment: segmentSchema }),
  z.strictObject({
    about: z.literal("message"),
    /** The step that sent it; empty until one is chosen. */
    stepId: z.string().max(64),
    was: z.enum(MESSAGE_ANSWERS),
    /** Of "clicked"; any link where absent. */
    link: linkMatchSchema.optional(),
  }),
  z.strictObject({
    about: z.literal("messages"),
    was: z.enum(MESSAGE_ANSWERS),
    channel: z.enum(MESSAGE_CHANNELS),
    /** In the last so many days; null means ever. */
    withinDays: z.number().int().min(1).max(MOST_DAYS).nullable(),
  }),
  /** Whether an order was placed since the run began, and not cancelled. */
  z.strictObject({ about: z.literal("orders") }),
]);

export type ConditionConfig = z.infer<typeof conditionConfig>;

type MessageQuestion = Extract<ConditionConfig, { about: "message" }>;
type MessagesQuestion = Extract<ConditionConfig, { about: "messages" }>;

function step({ config, facts, now }: StepInput<ConditionConfig>): StepResult {
  return { do: "leave", branch: holds(config, facts, now) ? "yes" : "no" };
}

function holds(config: ConditionConfig, facts: Facts, now: Instant): boolean {
  switch (config.about) {
    case "customer": return inSegment(config.segment, facts, now);
    case "message": return ofRun(config, facts);
    case "messages": return ofAnyScenario(config, facts, now);
    case "orders": return (facts.ordersOfRun ?? []).length > 0;
    default: return config satisfies never;
  }
}

function ofRun({ stepId, was: asked, link }: MessageQuestion, { messages = [], clicks = [] }: Facts): boolean {
  if (asked === "clicked" && link) return clicks.some((click) => click.stepId === stepId && linkMatches(link, click));
  return messages.some((message) => message.stepId === stepId && was(message, asked));
}

function ofAnyScenario({ was: asked, channel, withinDays }: MessagesQuestion, { lastMessages = new Map() }: Facts, now: Instant): boolean {
  const since = withinDays === null ? -Infinity : now - withinDays * DAY;
  return [...lastMessages].some(([of, last]) => {
    const at = { sent: last.sentAt, opened: last.openedAt, clicked: last.clickedAt }[asked];
    return (channel === "any" || channel === of) && at !== null && at >= since;
  });
}

function needs(config: ConditionConfig): readonly Need[] {
  switch (config.about) {
    case "customer": return needsOf([config.segment]);
    case "message": return config.was === "clicked" && config.link ? ["clicks-of-run"] : ["messages-of-run"];
    case "messages": return ["messages-ever"];
    case "orders": return ["orders-of-run"];
    default: return config satisfies never;
  }
}

function was(message: MessageFact, asked: (typeof MESSAGE_ANSWERS)[number]): boolean {
  switch (asked) {
    case "sent": return message.status === "handed-over";
    case "opened": return message.openedAt !== null;
    case "clicked": return message.clickedAt !== null;
    default: return asked satisfies never;
  }
}

function check(config: ConditionConfig, { messagesBefore, orderEnds, shop }: CheckPlace): ConfigProblem[] {
  if (config.about === "customer") return checkSegment(config.segment, shop).map((problem) => ({ ...problem, path: `segment.${problem.path}` }));
  if (config.about === "orders" && orderEnds) return [{ severity: "warning", path: "about", key: "steps:condition.problem.ordersEnd" }];
  if (config.about !== "message" || messagesBefore.includes(config.stepId)) return [];
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
  needs,
  step,
  check,
} satisfies StepType<"condition", typeof conditionConfig>;
