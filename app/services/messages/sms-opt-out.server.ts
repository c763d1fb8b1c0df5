import { readSmsSender } from "~/domain/message/sms-sender";
import { messageText } from "./message-text.server";

/** The word that every sender obeys who can be answered. */
const STOP = "STOP";

/** R42: the last line of a text message. A sender that is only a name cannot be answered, so a link takes the word's place. */
export function smsOptOut(sender: string, unsubscribe: string): { line: string; word: string | null } {
  return readSmsSender(sender)?.kind === "name"
    ? { line: messageText("sms.stopByLink", { url: unsubscribe }), word: null }
    : { line: messageText("sms.stop", { word: STOP }), word: STOP };
}
