import { z } from "zod";
import { checkPushTemplate, LONGEST_LIFETIME_HOURS } from "~/domain/message/render-push";
import { checkTerms, DEFAULT_TERMS, sendingTerms, stepThatSends } from "~/domain/message/sending-terms";
import { checkChannel } from "~/domain/message/shop-channels";
import type { CheckPlace, ConfigProblem, StepType } from "~/domain/scenario/step-type";

/** R28. All texts and addresses are Liquid. */
export const sendPushConfig = z.strictObject({
  title: z.string().max(300),
  body: z.string().max(1_000),
  icon: z.string().max(2_000),
  image: z.string().max(2_000),
  /** Empty: the shop's own address. */
  url: z.string().max(2_000),
  /** For so long it waits for a browser that is away. */
  lifetimeHours: z.number().int().min(1).max(LONGEST_LIFETIME_HOURS),
  ...sendingTerms,
});

export type SendPushConfig = z.infer<typeof sendPushConfig>;

function check(config: SendPushConfig, { shop, given }: CheckPlace): ConfigProblem[] {
  return [...checkPushTemplate(config, given, shop?.traits), ...checkTerms(config), ...checkChannel("push", shop?.channels)];
}

export const sendPush = {
  type: "send-push",
  version: 1,
  category: "message",
  icon: "NotificationIcon",
  config: sendPushConfig,
  defaults: { title: "", body: "", icon: "", image: "", url: "", lifetimeHours: 24, ...DEFAULT_TERMS },
  branches: () => ["next"],
  needs: () => [],
  step: stepThatSends("push"),
  check,
} satisfies StepType<"send-push", typeof sendPushConfig>;
