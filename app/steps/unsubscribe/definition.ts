import { z } from "zod";
import { subscribedTo } from "~/domain/engine/customer-change";
import type { StepInput, StepResult, StepType } from "~/domain/scenario/step-type";

export const UNSUBSCRIBE_FROM = ["all", "email", "sms", "push"] as const;

/** R29: from everything, or from one channel. */
export const unsubscribeConfig = z.strictObject({ from: z.enum(UNSUBSCRIBE_FROM) });

export type UnsubscribeConfig = z.infer<typeof unsubscribeConfig>;

function step({ config: { from }, facts }: StepInput<UnsubscribeConfig>): StepResult {
  const counts = subscribedTo(facts.consents ?? new Map(), from);
  return { do: "leave", branch: "next", ...(counts ? { detail: { unsubscribed: from } } : {}), changes: [{ kind: "withdraw-consents", from, counts }] };
}

const defaults: UnsubscribeConfig = { from: "email" };

export const unsubscribe = {
  type: "unsubscribe",
  version: 1,
  category: "customer",
  icon: "PersonExitIcon",
  config: unsubscribeConfig,
  defaults,
  branches: () => ["next"],
  needs: () => ["consents"],
  step,
} satisfies StepType<"unsubscribe", typeof unsubscribeConfig>;
