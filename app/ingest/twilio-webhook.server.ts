import type { RequestListener, ServerResponse } from "node:http";
import { z } from "zod";
import type { VerifyTwilioWebhook } from "~/adapters/channels/verify-twilio-webhook.server";
import type { AppContext } from "~/app-context";
import type { Environment } from "~/env.server";
import { readReply } from "~/domain/message/sms-reply";
import { saveDeliveryReport, type DeliveryReport } from "~/services/messages/save-delivery-report.server";
import { takeSmsReply } from "~/services/messages/take-sms-reply.server";
import { readBody } from "./request-body";

const LARGEST_BODY = 64 * 1_024;

/** https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
const status = z.object({ MessageSid: z.string().min(1), MessageStatus: z.string(), ErrorCode: z.string().optional() });
/** https://www.twilio.com/docs/messaging/guides/webhook-request */
const inbound = z.object({ MessageSid: z.string().min(1), From: z.string(), To: z.string(), Body: z.string(), MessagingServiceSid: z.string().optional(), OptOutType: z.string().optional() });
/** Our own reference, as put into the address when the message was handed over. */
const reference = z.object({ shop: z.coerce.number().int().positive(), message: z.uuid() });

/** The rest is on its way. `undelivered` and `failed`: nobody got it, as if it had come back. */
const KINDS: Record<string, DeliveryReport["kind"]> = { queued: "accepted", sending: "accepted", sent: "accepted", delivered: "delivered", undelivered: "bounced", failed: "bounced" };
/** The number does not exist, or is one that takes no text messages: https://www.twilio.com/docs/api/errors */
const PERMANENT = new Set(["21211", "21614", "30005", "30006"]);
/** Nothing is answered by a text message of ours: Twilio confirms STOP and START itself. */
const NO_REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

type Context = Pick<AppContext, "db" | "clock" | "newId" | "wake" | "log" | "setUp"> & { env: Pick<Environment, "SHOPIFY_APP_URL"> };

/** Twilio's callbacks: what became of a text message, and what people answer. Any order and any number of times. */
export function twilioWebhook(context: Context, verify: VerifyTwilioWebhook | null): RequestListener {
  const answer = (response: ServerResponse, code: number, text: string, type = "text/plain") => void response.writeHead(code, { "content-type": type }).end(text);
  return (request, response) => {
    if (verify === null) return answer(response, 404, "text messages are not set up");
    if (request.method !== "POST") return answer(response, 405, "POST only");
    readBody(request, LARGEST_BODY).then(async (body) => {
      if (typeof body !== "string") return answer(response, body.status, body.message);
      const form = Object.fromEntries(new URLSearchParams(body));
      // Twilio signs the address that it was given, which is the app's public one.
      const url = new URL(request.url ?? "/", context.env.SHOPIFY_APP_URL);
      if (!verify(String(request.headers["x-twilio-signature"] ?? ""), url.href, form)) return answer(response, 403, "the signature does not fit");
      const told = status.safeParse(form);
      if (told.success) {
        await takeStatus(context, told.data, reference.safeParse(Object.fromEntries(url.searchParams)).data ?? null);
        return answer(response, 200, "ok");
      }
      const said = inbound.safeParse(form);
      if (!said.success) return answer(response, 400, "neither a status nor a message of Twilio");
      const { From: from, To: to, Body: text, MessageSid: providerId, MessagingServiceSid: service, OptOutType: type } = said.data;
      const reply = readReply(text, type ?? null);
      if (reply !== null) await takeSmsReply(context, { reply, from, senders: service === undefined ? [to] : [to, service], text, providerId });
      answer(response, 200, NO_REPLY, "text/xml");
    }).catch((error: unknown) => {
      context.log.error({ err: error }, "a callback of the text message provider could not be saved");
      if (!response.headersSent) answer(response, 500, "try again");
    });
  };
}

async function takeStatus(context: Context, { MessageSid, MessageStatus, ErrorCode }: z.infer<typeof status>, about: z.infer<typeof reference> | null): Promise<void> {
  const kind = KINDS[MessageStatus];
  if (kind === undefined) return;
  const found = await saveDeliveryReport(context, {
    kind, providerId: MessageSid, at: context.clock.now(), shopId: about?.shop ?? null, messageId: about?.message ?? null,
    permanent: PERMANENT.has(ErrorCode ?? ""), detail: ErrorCode ?? null,
  });
  if (!found) context.log.info({ providerId: MessageSid, status: MessageStatus }, "a callback about a text message that is no message, such as a test");
}
