import { z } from "zod";
import { checkEmailTemplate } from "~/domain/message/check-email-template";
import { checkSender } from "~/domain/message/check-sender";
import { checkTerms, DEFAULT_TERMS, sendingTerms, stepThatSends } from "~/domain/message/sending-terms";
import type { CheckPlace, ConfigProblem, StepType } from "~/domain/scenario/step-type";

/** R26. The texts are Liquid; `body` is Liquid in HTML, and the frame around it is ours. */
export const sendEmailConfig = z.strictObject({
  subject: z.string().max(300),
  /** The line that mail clients show after the subject. */
  preheader: z.string().max(300),
  body: z.string().max(100_000),
  ...sendingTerms,
});

export type SendEmailConfig = z.infer<typeof sendEmailConfig>;

function check(config: SendEmailConfig, { given, shop }: CheckPlace): ConfigProblem[] {
  return [...checkEmailTemplate(config, given, shop?.traits), ...checkTerms(config), ...checkSender(shop)];
}

export const sendEmail = {
  type: "send-email",
  version: 1,
  category: "message",
  icon: "EmailIcon",
  config: sendEmailConfig,
  defaults: { subject: "", preheader: "", body: "", ...DEFAULT_TERMS },
  branches: () => ["next"],
  needs: () => [],
  step: stepThatSends("email"),
  check,
} satisfies StepType<"send-email", typeof sendEmailConfig>;
