import { z } from "zod";
import { happenedAt, type Awaited } from "~/domain/engine/awaited";
import type { Facts, Need } from "~/domain/engine/facts";
import type { Instant } from "~/domain/instant";
import { linkMatches, linkMatchSchema } from "~/domain/message/link-match";
import { pageMatchSchema } from "~/domain/scenario/definition";
import { afterLength, lengthOfTimeSchema } from "~/domain/schedule/length-of-time";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";
import { checkSegment } from "~/domain/segment/check-segment";
import { segmentSchema, type Segment } from "~/domain/segment/condition";
import { inSegment } from "~/domain/segment/in-segment";
import { needsOf } from "~/domain/segment/needs-of";

export const AWAITED_ACTIVITIES = ["order_placed", "checkout_started", "product_added_to_cart", "cart_viewed", "product_viewed", "page_viewed"] as const;
export const AWAITED_ANSWERS = ["opened", "clicked"] as const;
export const AWAITED_CONSENTS = ["granted", "withdrawn"] as const;
export const HAPPENED = "happened";
export const TIME_IS_UP = "time-up";

/** R31: until something happens or holds, at the longest for the limit. */
export const waitUntilConfig = z.strictObject({
  until: z.discriminatedUnion("what", [
    z.strictObject({ what: z.literal("activity"), type: z.enum(AWAITED_ACTIVITIES), /** Of "page_viewed". */ page: pageMatchSchema.optional() }),
    z.strictObject({ what: z.literal("message"), /** The step that sent it; empty until one is chosen. */ stepId: z.string().max(64), was: z.enum(AWAITED_ANSWERS), /** Of "clicked"; any link where absent. */ link: linkMatchSchema.optional() }),
    z.strictObject({ what: z.literal("tag"), tag: z.string().trim().max(255) }),
    z.strictObject({ what: z.literal("consent"), consent: z.string().min(1).max(64), state: z.enum(AWAITED_CONSENTS) }),
    z.strictObject({ what: z.literal("customer"), segment: segmentSchema }),
  ]),
  limit: lengthOfTimeSchema,
});

export type WaitUntilConfig = z.infer<typeof waitUntilConfig>;
type Until = WaitUntilConfig["until"];

function step({ config: { until, limit }, enteredStepAt, heldMs, now, facts }: StepInput<WaitUntilConfig>): StepResult {
  const over = afterLength(enteredStepAt + heldMs, limit, facts.timeZone);
  const awaited = awaitedBy(until);
  if (isSo(until, awaited, facts, over, now)) return { do: "leave", branch: HAPPENED };
  return now < over ? { do: "wait", until: over, for: awaited } : { do: "leave", branch: TIME_IS_UP };
}

function awaitedBy(until: Until): Awaited {
  switch (until.what) {
    case "activity": return { what: "activity", type: until.type, ...(until.page ? { page: until.page } : {}) };
    case "message": return { what: "message" };
    case "tag":
    case "consent":
    case "customer": return { what: "customer", needs: needs({ until }).filter((need) => need !== "wait") };
    default: return until satisfies never;
  }
}

/** What happened after the time was up came too late, also where nobody has looked since. */
function isSo(until: Until, awaited: Awaited, facts: Facts, over: Instant, now: Instant): boolean {
  switch (until.what) {
    case "activity": {
      const at = happenedAt(facts.wait, awaited);
      return at !== null && at < over;
    }
    case "message": return wasDone(until, facts);
    case "tag": return inSegment(hasTag(until.tag), facts, now);
    case "consent": return facts.consents?.get(until.consent)?.state === until.state;
    case "customer": return inSegment(until.segment, facts, now);
    default: return until satisfies never;
  }
}

function wasDone({ stepId, was, link }: Extract<Until, { what: "message" }>, { messages = [], clicks = [] }: Facts): boolean {
  if (was === "opened") return messages.some((message) => message.stepId === stepId && message.openedAt !== null);
  if (link) return clicks.some((click) => click.stepId === stepId && linkMatches(link, click));
  return messages.some((message) => message.stepId === stepId && message.clickedAt !== null);
}

const hasTag = (tag: string): Segment => ({ match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag }] }] });

function needs({ until }: Pick<WaitUntilConfig, "until">): Need[] {
  switch (until.what) {
    case "activity": return ["wait"];
    case "message": return until.was === "clicked" && until.link ? ["clicks-of-run"] : ["messages-of-run"];
    case "tag": return ["tags"];
    case "consent": return ["consents"];
    case "customer": return needsOf([until.segment]);
    default: return until satisfies never;
  }
}

function check({ until }: WaitUntilConfig, { messagesBefore, orderEnds, shop }: CheckPlace): ConfigProblem[] {
  const error = (path: string, key: string): ConfigProblem[] => [{ severity: "error", path, key: `steps:waitUntil.problem.${key}` }];
  if (until.what === "activity" && until.type === "page_viewed" && !until.page) return error("until.page", "noPage");
  if (until.what === "customer") return checkSegment(until.segment, shop).map((problem) => ({ ...problem, path: `until.segment.${problem.path}` }));
  if (until.what === "tag" && until.tag === "") return error("until.tag", "noTag");
  if (until.what === "message" && until.stepId === "") return error("until.stepId", "noMessage");
  if (until.what === "message" && !messagesBefore.includes(until.stepId)) return error("until.stepId", "messageNotBefore");
  if (until.what === "activity" && until.type === "order_placed" && orderEnds) return [{ severity: "warning", path: "until.type", key: "steps:waitUntil.problem.orderEnds" }];
  return [];
}

const defaults: WaitUntilConfig = { until: { what: "activity", type: "checkout_started" }, limit: { amount: 3, unit: "days" } };

export const waitUntil = {
  type: "wait-until",
  version: 1,
  category: "flow",
  icon: "PauseCircleIcon",
  config: waitUntilConfig,
  defaults,
  branches: () => [HAPPENED, TIME_IS_UP],
  needs,
  step,
  check,
  awaits: true,
  waitEnds: ({ limit }, start, timeZone) => afterLength(start, limit, timeZone),
} satisfies StepType<"wait-until", typeof waitUntilConfig>;
