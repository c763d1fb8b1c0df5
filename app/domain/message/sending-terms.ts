import { z } from "zod";
import type { ConfigProblem, StepInput, StepResult } from "~/domain/scenario/step-type";
import type { Channel } from "./channel";

/** What every step that sends says besides its text. */
export const sendingTerms = {
  /** Key of the consent that permits it; null only for a transactional message. */
  consent: z.string().min(1).max(64).nullable(),
  transactional: z.boolean(),
  /** R42: why the merchant holds it to be transactional. */
  transactionalReason: z.string().max(300),
  /** What becomes of the run when the message fails. */
  onFailure: z.enum(["continue", "remove"]),
};

export interface SendingTerms {
  consent: string | null;
  transactional: boolean;
  transactionalReason: string;
  onFailure: "continue" | "remove";
}

/** The terms of a step that was just put in. */
export const DEFAULT_TERMS: SendingTerms = { consent: null, transactional: false, transactionalReason: "", onFailure: "continue" };

/** Asks for one message of the channel and stands until it has an outcome. */
export function stepThatSends(channel: Channel): (input: StepInput<SendingTerms>) => StepResult {
  return ({ config, outcome }) => {
    if (!outcome) return { do: "ask", effects: [{ kind: "send-message", channel }] };
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
  };
}

/** R42: a message has a consent that permits it, or says why it needs none. */
export function checkTerms(terms: SendingTerms): ConfigProblem[] {
  if (terms.transactional) return terms.transactionalReason.trim() === "" ? [{ severity: "error", path: "transactionalReason", key: "messages:problem.transactionalReason" }] : [];
  return terms.consent === null ? [{ severity: "error", path: "consent", key: "messages:problem.consent" }] : [];
}
