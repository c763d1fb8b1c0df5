import type { FrameTexts } from "~/domain/message/email-frame";
import { messageText } from "./message-text.server";

/** The words around a message: why she gets it, and the way out. */
export function frameTexts(shopName: string, transactional: boolean): FrameTexts {
  return {
    reason: messageText(transactional ? "email.reasonTransactional" : "email.reason", { shop: shopName }),
    unsubscribe: messageText("email.unsubscribe"),
  };
}
