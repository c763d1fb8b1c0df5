import type { FrameTexts } from "~/domain/message/email-frame";
import { messageText } from "./message-text.server";

const MOST_KEPT = 200;

/** The same for all messages of a shop: looking the words up for each cost as much as a third of the rendering. The oldest give way. */
const kept = new Map<string, FrameTexts>();

/** The words around a message: why she gets it, and the way out. */
export function frameTexts(shopName: string, transactional: boolean): FrameTexts {
  const key = `${transactional ? "transactional" : "marketing"} ${shopName}`;
  const known = kept.get(key);
  if (known) return known;
  const texts = {
    reason: messageText(transactional ? "email.reasonTransactional" : "email.reason", { shop: shopName }),
    unsubscribe: messageText("email.unsubscribe"),
  };
  kept.set(key, texts);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return texts;
}
