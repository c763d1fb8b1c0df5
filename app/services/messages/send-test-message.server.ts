import { z } from "zod";
import type { AppContext } from "~/app-context";
import { formatSender } from "~/domain/message/format-sender";
import type { ShopRow } from "~/queries/shop.server";
import type { SendEmailConfig } from "~/steps/send-email/definition";
import { messageText } from "./message-text.server";
import { previewMessage, type PreviewContext, type PreviewFault } from "./preview-message.server";

export type TestSent =
  | { ok: true; to: string }
  | PreviewFault
  | { ok: false; reason: "address" | "sender-missing" | "provider"; message: string };

const address = z.email();

/** Sends the preview to one address (R2: test sends count nowhere). Nothing of it is tracked or stored. */
export async function sendTestMessage(
  context: PreviewContext & Pick<AppContext, "email" | "newId">, shop: ShopRow, { config, customerId, to }: { config: SendEmailConfig; customerId: string | null; to: string },
): Promise<TestSent> {
  const parsed = address.safeParse(to.trim());
  if (!parsed.success) return { ok: false, reason: "address", message: to };
  if (shop.senderEmail === "") return { ok: false, reason: "sender-missing", message: "" };
  const preview = await previewMessage(context, shop, { config, customerId });
  if (!preview.ok) return preview;
  await context.email.turn();
  const answer = await context.email.send(context.newId(), [{
    from: formatSender(shop), to: parsed.data, subject: messageText("email.testSubject", { subject: preview.subject }), html: preview.html, text: preview.text, headers: {}, tags: [{ name: "test", value: "1" }],
  }]);
  if (answer.outcome !== "answered") return { ok: false, reason: "provider", message: answer.reason };
  const [result] = answer.results;
  return result?.accepted ? { ok: true, to: parsed.data } : { ok: false, reason: "provider", message: result?.reason ?? "" };
}
