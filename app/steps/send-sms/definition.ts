import { z } from "zod";
import { checkSmsTemplate } from "~/domain/message/render-sms";
import { checkTerms, DEFAULT_TERMS, sendingTerms, stepThatSends } from "~/domain/message/sending-terms";
import { checkChannel } from "~/domain/message/shop-channels";
import type { CheckPlace, ConfigProblem, StepType } from "~/domain/scenario/step-type";

/** R27. The text is Liquid; the line with the way out comes below it by itself. */
export const sendSmsConfig = z.strictObject({
  text: z.string().max(5_000),
  ...sendingTerms,
});

export type SendSmsConfig = z.infer<typeof sendSmsConfig>;

function check(config: SendSmsConfig, { shop, given }: CheckPlace): ConfigProblem[] {
  return [...checkSmsTemplate(config, given, shop?.traits), ...checkTerms(config), ...checkChannel("sms", shop?.channels)];
}

export const sendSms = {
  type: "send-sms",
  version: 1,
  category: "message",
  icon: "ChatIcon",
  config: sendSmsConfig,
  defaults: { text: "", ...DEFAULT_TERMS },
  branches: () => ["next"],
  needs: () => [],
  step: stepThatSends("sms"),
  check,
} satisfies StepType<"send-sms", typeof sendSmsConfig>;
