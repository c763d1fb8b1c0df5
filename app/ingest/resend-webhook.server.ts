import type { RequestListener, ServerResponse } from "node:http";
import { z } from "zod";
import type { VerifyResendWebhook } from "~/adapters/channels/verify-resend-webhook.server";
import type { AppContext } from "~/app-context";
import { readJson } from "~/domain/read-json";
import { saveDeliveryReport, type DeliveryReport } from "~/services/messages/save-delivery-report.server";
import { readBody } from "./request-body";

const LARGEST_BODY = 256 * 1_024;

const tags = z.union([z.record(z.string(), z.string()), z.array(z.object({ name: z.string(), value: z.string() })).transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value])))]);

/** https://resend.com/docs/webhooks/event-types; other types are answered and left. */
const event = z.object({
  type: z.string(),
  created_at: z.string().optional(),
  data: z.object({
    email_id: z.string(),
    tags: tags.optional().catch(undefined),
    bounce: z.object({ type: z.string().optional(), message: z.string().optional() }).optional().catch(undefined),
    failed: z.object({ reason: z.string().optional() }).optional().catch(undefined),
    suppressed: z.object({ message: z.string().optional() }).optional().catch(undefined),
  }),
});

/** `failed` and `suppressed`: Resend took the e-mail and then did not send it, for its own reasons. She has not got it, as if it had come back. */
const KINDS: Record<string, DeliveryReport["kind"]> = {
  "email.delivered": "delivered", "email.bounced": "bounced", "email.failed": "bounced", "email.suppressed": "bounced", "email.complained": "complained",
};

/** Resend's callbacks. Any order and any number of times: each milestone is written once, with its effects. */
export function resendWebhook(context: Pick<AppContext, "db" | "clock" | "newId" | "wake" | "log">, verify: VerifyResendWebhook): RequestListener {
  const answer = (response: ServerResponse, status: number, text: string) => void response.writeHead(status, { "content-type": "text/plain" }).end(text);
  return (request, response) => {
    if (request.method !== "POST") return answer(response, 405, "POST only");
    readBody(request, LARGEST_BODY).then(async (body) => {
      if (typeof body !== "string") return answer(response, body.status, body.message);
      if (!verify(body, request.headers)) return answer(response, 401, "the signature does not fit");
      const parsed = event.safeParse(readJson(body));
      if (!parsed.success) return answer(response, 400, "not an event of Resend");
      const { type, data, created_at } = parsed.data;
      const kind = KINDS[type];
      if (kind !== undefined) {
        const now = context.clock.now();
        const said = Date.parse(created_at ?? "");
        const found = await saveDeliveryReport(context, {
          kind, providerId: data.email_id, at: Number.isNaN(said) ? now : Math.min(said, now),
          shopId: Number(data.tags?.["shop"]) || null, messageId: data.tags?.["message"] ?? null,
          permanent: data.bounce?.type === "Permanent", detail: data.bounce?.message ?? data.failed?.reason ?? data.suppressed?.message ?? null,
        });
        if (!found) context.log.info({ providerId: data.email_id, type }, "a callback about an e-mail that is no message, such as a test");
      }
      answer(response, 200, "ok");
    }).catch((error: unknown) => {
      context.log.error({ err: error }, "a callback of the e-mail provider could not be saved; it comes again");
      if (!response.headersSent) answer(response, 500, "try again");
    });
  };
}
