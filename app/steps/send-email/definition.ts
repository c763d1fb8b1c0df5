import { z } from "zod";
import { checkEmailTemplate } from "~/domain/message/check-email-template";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";

/** R26. The texts are Liquid; `body` is Liquid in HTML, and the frame around it is ours. */
export const sendEmailConfig = z.strictObject({
  subject: z.string().max(300),
  /** The line that mail clients show after the subject. */
  preheader: z.string().max(300),
  body: z.string().max(100_000),
  /** Key of the consent that permits it; null only for a transactional message. */
  consent: z.string().min(1).max(64).nullable(),
  transactional: z.boolean(),
  /** R42: why the merchant holds it to be transactional. */
  transactionalReason: z.string().max(300),
  /** What becomes of the run when the message fails. */
  onFailure: z.enum(["continue", "remove"]),
});

export type SendEmailConfig = z.infer<typeof sendEmailConfig>;

function step({ config, outcome }: StepInput<SendEmailConfig>): StepResult {
  if (!outcome) return { do: "ask", effects: [{ kind: "send-message", channel: "email" }] };
  const detail = { outcome: outcome.status, ...(outcome.reason ? { reason: outcome.reason } : {}) };
  switch (outcome.status) {
    case "handed-over":
    case "suppressed":
    // It may have arrived: what comes next is not held back for it.
    case "unknown":
    case "cancelled":
      return { do: "leave", branch: "next", detail };
    case "failed":
      return config.onFailure === "remove" ? { do: "remove", reason: "message-failed", detail } : { do: "leave", branch: "next", detail };
    default:
      return outcome.status satisfies never;
  }
}

function check(config: SendEmailConfig, { given, shop }: CheckPlace): ConfigProblem[] {
  const problems: ConfigProblem[] = checkEmailTemplate(config, given, shop?.traits);
  if (config.transactional && config.transactionalReason.trim() === "") problems.push({ severity: "error", path: "transactionalReason", key: "messages:problem.transactionalReason" });
  if (!config.transactional && config.consent === null) problems.push({ severity: "error", path: "consent", key: "messages:problem.consent" });
  return problems;
}

export const sendEmail = {
  type: "send-email",
  version: 1,
  category: "message",
  icon: "EmailIcon",
  config: sendEmailConfig,
  defaults: { subject: "", preheader: "", body: "", consent: null, transactional: false, transactionalReason: "", onFailure: "continue" },
  branches: () => ["next"],
  needs: () => [],
  step,
  check,
} satisfies StepType<"send-email", typeof sendEmailConfig>;
