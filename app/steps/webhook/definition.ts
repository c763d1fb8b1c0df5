import { z } from "zod";
import { checkLiquidText } from "~/domain/message/check-liquid-text";
import { TemplateFault } from "~/domain/message/liquid-engine";
import { sampleData, sampleSetting } from "~/domain/message/sample-data";
import type { ConfigProblem, StepInput, StepResult, StepType } from "~/domain/scenario/step-type";
import { NotJson, renderOwnBody } from "~/domain/webhook/own-body";
import { headerProblems, MOST_HEADERS } from "~/domain/webhook/webhook-headers";
import { urlProblem } from "./webhook-url";

export const LONGEST_BODY = 20_000;

/** R31: tells another system. POST, JSON, signed; see `docs/webhooks.md` for what the receiver gets. */
export const webhookConfig = z.strictObject({
  url: z.string().max(4_000),
  headers: z.array(z.strictObject({ name: z.string().max(100), value: z.string().max(1_000) })).max(MOST_HEADERS),
  /** Liquid that makes JSON, sent as `data`; empty for none. */
  body: z.string().max(LONGEST_BODY),
  /** What becomes of the run when the receiver does not take it. */
  onFailure: z.enum(["continue", "remove"]),
});

export type WebhookConfig = z.infer<typeof webhookConfig>;

function step({ config, errand }: StepInput<WebhookConfig>): StepResult {
  if (!errand) return { do: "ask", effects: [{ kind: "errand", errand: "webhook", request: null }] };
  const detail = { outcome: errand.status, ...(errand.reason ? { reason: errand.reason } : {}) };
  return errand.status === "failed" && config.onFailure === "remove" ? { do: "remove", reason: "webhook-failed", detail } : { do: "leave", branch: "next", detail };
}

function check({ url, headers, body }: WebhookConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const wrong = urlProblem(url);
  if (wrong) problems.push({ severity: "error", path: "url", key: `steps:webhook.problem.${wrong}` });
  for (const { index, field, problem } of headerProblems(headers)) problems.push({ severity: "error", path: `headers[${index}].${field}`, key: `steps:webhook.problem.${problem}`, values: { name: headers[index]?.name ?? "" } });
  return [...problems, ...checkBody(body)];
}

/** Liquid first; then whether what it makes of somebody of whom everything is known is JSON. */
function checkBody(body: string): ConfigProblem[] {
  if (body.trim() === "") return [];
  const problems = checkLiquidText(body, "body", "json");
  if (problems.some(({ severity }) => severity === "error")) return problems;
  try {
    renderOwnBody(body, sampleData(), sampleSetting);
    return problems;
  } catch (error) {
    if (error instanceof NotJson) return [...problems, { severity: "error", path: "body", key: "steps:webhook.problem.not-json", values: { line: error.line, column: error.column } }];
    if (error instanceof TemplateFault) return [...problems, { severity: "error", path: "body", key: "messages:problem.unreadable", values: { name: error.message.slice(0, 120), line: error.line, column: error.column } }];
    throw error;
  }
}

const defaults: WebhookConfig = { url: "", headers: [], body: "", onFailure: "continue" };

export const webhook = {
  type: "webhook",
  version: 1,
  category: "flow",
  icon: "ConnectIcon",
  config: webhookConfig,
  defaults,
  branches: () => ["next"],
  needs: () => [],
  step,
  check,
} satisfies StepType<"webhook", typeof webhookConfig>;
