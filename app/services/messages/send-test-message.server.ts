import { z } from "zod";
import type { HandOver } from "~/adapters/channels/message-channel";
import type { AppContext } from "~/app-context";
import { formatSender } from "~/domain/message/format-sender";
import { toPhoneNumber } from "~/domain/message/phone-number";
import { smsSenderOf } from "~/domain/message/sms-sender";
import type { ShopRow } from "~/queries/shop.server";
import { messageText } from "./message-text.server";
import { previewMessage, type MessageDraft, type MessagePreview, type PreviewContext, type PreviewFault } from "./preview-message.server";

/** Web push has no address that somebody could type. */
type TestableDraft = Exclude<MessageDraft, { channel: "push" }>;

export type TestSent =
  | { ok: true; to: string }
  | PreviewFault
  | { ok: false; reason: "address" | "sender-missing" | "provider"; message: string };

type TestContext = PreviewContext & Pick<AppContext, "email" | "sms" | "newId">;

const email = z.email();

/** Sends the preview to one address or number (R2: test sends count nowhere). Nothing of it is tracked or stored. */
export async function sendTestMessage(context: TestContext, shop: ShopRow, { message, customerId, to }: { message: TestableDraft; customerId: string | null; to: string }): Promise<TestSent> {
  const address = message.channel === "email" ? (email.safeParse(to.trim()).data ?? null) : toPhoneNumber(to.trim());
  if (address === null) return { ok: false, reason: "address", message: to };
  const preview = await previewMessage(context, shop, { message, customerId });
  if (!preview.ok) return preview;
  const answer = await handOver(context, shop, preview, address);
  if (answer === null) return { ok: false, reason: "sender-missing", message: "" };
  if (answer.outcome !== "answered") return { ok: false, reason: "provider", message: answer.reason };
  const [result] = answer.results;
  return result?.accepted ? { ok: true, to: address } : { ok: false, reason: "provider", message: result?.reason ?? "" };
}

/** Null where the shop has no sender for it. */
async function handOver(context: TestContext, shop: ShopRow, preview: MessagePreview, to: string): Promise<HandOver | null> {
  const key = context.newId();
  switch (preview.channel) {
    case "email": {
      if (shop.senderEmail === "") return null;
      await context.email.turn();
      return context.email.send(key, [{ from: formatSender(shop), to, subject: messageText("email.testSubject", { subject: preview.subject }), html: preview.html, text: preview.text, headers: {}, tags: [{ name: "test", value: "1" }] }]);
    }
    case "sms": {
      const from = smsSenderOf(shop, context.setUp.sms);
      if (from === null || context.sms === null) return null;
      await context.sms.turn();
      return context.sms.send(key, [{ from, to, text: preview.text, callback: null }]);
    }
    case "push": return null;
    default: return preview satisfies never;
  }
}
