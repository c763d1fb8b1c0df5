import { z } from "zod";
import { checkLiquidText } from "~/domain/message/check-liquid-text";
import { checkSender } from "~/domain/message/check-sender";
import type { CheckPlace, ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";

/** R31: an e-mail to the staff addresses of the shop's settings. Both texts are Liquid, written as they are. */
export const notifyStaffConfig = z.strictObject({ subject: z.string().max(200), text: z.string().max(5_000) });

export type NotifyStaffConfig = z.infer<typeof notifyStaffConfig>;

/** Whatever becomes of a note, the customer goes on. */
function step({ errand }: StepInput<NotifyStaffConfig>): StepResult {
  if (!errand) return { do: "ask", effects: [{ kind: "errand", errand: "staff-note", request: null }] };
  return { do: "leave", branch: "next", detail: { outcome: errand.status, ...(errand.reason ? { reason: errand.reason } : {}) } };
}

function check({ subject, text }: NotifyStaffConfig, { shop }: CheckPlace): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (subject.trim() === "") problems.push({ severity: "error", path: "subject", key: "steps:notifyStaff.problem.emptySubject" });
  if (text.trim() === "") problems.push({ severity: "error", path: "text", key: "steps:notifyStaff.problem.emptyText" });
  // The panel says it beside the fields; here it is for the list of what to know before going live.
  if (shop?.staffEmails?.length === 0) problems.push({ severity: "warning", path: "", key: "steps:notifyStaff.nobody" });
  return [...problems, ...checkLiquidText(subject, "subject", "text"), ...checkLiquidText(text, "text", "text"), ...checkSender(shop)];
}

const defaults: NotifyStaffConfig = { subject: "", text: "" };

export const notifyStaff = {
  type: "notify-staff",
  version: 1,
  category: "flow",
  icon: "NoteIcon",
  config: notifyStaffConfig,
  defaults,
  branches: () => ["next"],
  needs: () => [],
  step,
  check,
} satisfies StepType<"notify-staff", typeof notifyStaffConfig>;
