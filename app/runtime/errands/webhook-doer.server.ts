import { z } from "zod";
import type { AppContext } from "~/app-context";
import { TemplateFault } from "~/domain/message/liquid-engine";
import { HOUR } from "~/domain/instant";
import { judgeAnswer } from "~/domain/webhook/judge-answer";
import { NotJson, renderOwnBody } from "~/domain/webhook/own-body";
import { webhookBody } from "~/domain/webhook/webhook-body";
import { compiledVersions } from "~/runtime/runs/compiled-versions.server";
import { webhookRequestHeaders } from "~/services/webhooks/webhook-request-headers";
import { webhookSignature, type SigningContext } from "~/services/webhooks/webhook-signature.server";
import { webhook, webhookConfig, type WebhookConfig } from "~/steps/webhook/definition";
import type { ErrandDoer, ErrandRow, Prepared } from "./errand-doer";
import { loadErrandSubject } from "./errand-subject.server";

const MOST_BYTES = 256 * 1_024;

const payloadShape = z.object({ url: z.string(), headers: z.array(z.object({ name: z.string(), value: z.string() })), body: z.string() });

export type WebhookContext = SigningContext & Pick<AppContext, "db" | "log" | "webhooks">;

/**
 * R31. Delivered at least once: what got no answer is sent again with the same body under the same `Idempotency-Key`, by
 * which the receiver tells. Eight tries in about four hours, as Shopify's own webhooks.
 */
export function webhookDoer(context: WebhookContext): ErrandDoer {
  return {
    policy: { mostTries: 8, first: 30_000, factor: 4, longest: HOUR },
    leaseMs: 45_000,

    async prepare(db, shop, errand, now): Promise<Prepared> {
      const step = (await compiledVersions(db, shop.id, [errand.versionId], context.log)).get(errand.versionId)?.steps.get(errand.stepId);
      if (step?.type.type !== webhook.type) return { ok: false, status: "failed", reason: "step-missing", error: null };
      const config = webhookConfig.parse(step.config);
      const subject = await loadErrandSubject(db, shop, errand, now);
      if (!subject) return { ok: false, status: "cancelled", reason: "customer-deleted", error: null };
      try {
        const own = config.body.trim() === "" ? null : renderOwnBody(config.body, subject.data, subject.setting);
        const body = webhookBody({
          id: errand.id, test: false, createdAt: errand.queuedAt, shop: { domain: shop.domain, name: shop.name }, customer: subject.customer, scenario: subject.scenario,
          run: { ...subject.run, stepId: errand.stepId }, trigger: subject.trigger,
        }, own);
        if (Buffer.byteLength(body) > MOST_BYTES) return { ok: false, status: "failed", reason: "too-large", error: null };
        return { ok: true, payload: JSON.stringify({ url: config.url, headers: config.headers, body }) };
      } catch (error) {
        if (error instanceof TemplateFault) return { ok: false, status: "failed", reason: "template", error: `${error.line}:${error.column} ${error.message}` };
        if (error instanceof NotJson) return { ok: false, status: "failed", reason: "not-json", error: `${error.line}:${error.column}` };
        throw error;
      }
    },

    async act(shop, errand) {
      const { id, attempts } = errand;
      const stored = payloadShape.parse(JSON.parse(errand.payload));
      const { url, headers, body } = { ...stored, ...(errand.retriedAt === null ? {} : await presentAddress(context, shop.id, errand)) };
      const answer = await context.webhooks.post(url, webhookRequestHeaders(headers, { id, attempt: attempts, signature: webhookSignature(context, shop, body), test: false }), body);
      const result = answer.kind === "answered" ? { status: answer.status, body: answer.body, tookMs: answer.tookMs } : null;
      const verdict = judgeAnswer(answer);
      if (verdict.outcome === "done") return { outcome: "done", result };
      const error = answer.kind === "answered" ? `${answer.status} ${answer.body}`.trim() : answer.kind === "private" ? answer.address : answer.why;
      return verdict.outcome === "later" ? { ...verdict, outcome: "later", error, result } : { ...verdict, outcome: "failed", error, result };
    },
  };
}

/** Somebody mended the address or a key and asks for another try: it goes where the step sends by now. Empty where the step is gone. */
async function presentAddress({ db, log }: WebhookContext, shopId: number, errand: ErrandRow): Promise<Pick<WebhookConfig, "url" | "headers"> | Record<string, never>> {
  const scenario = await db.forShop(shopId).selectFrom("Scenario").select("versionId").where("id", "=", errand.scenarioId).executeTakeFirst();
  const versionId = scenario?.versionId ?? errand.versionId;
  const step = (await compiledVersions(db, shopId, [versionId], log)).get(versionId)?.steps.get(errand.stepId);
  if (step?.type.type !== webhook.type) return {};
  const { url, headers } = webhookConfig.parse(step.config);
  return { url, headers };
}
