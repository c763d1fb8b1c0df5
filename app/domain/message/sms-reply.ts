export type SmsReply = "stop" | "start";

/** The words by which people stop and start, Twilio's own (https://help.twilio.com/articles/223134027); without case and marks. */
const WORDS: Record<SmsReply, readonly string[]> = {
  stop: ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"],
  start: ["START", "UNSTOP", "YES"],
};

/** What somebody means who answers a text message; null for anything but the words. `optOutType` is Twilio's own verdict where it gives one. */
export function readReply(text: string, optOutType: string | null): SmsReply | null {
  const verdict = optOutType?.toUpperCase();
  if (verdict === "STOP") return "stop";
  if (verdict === "START") return "start";
  const word = text.trim().replace(/[.!"']+/g, "").toUpperCase();
  if (WORDS.stop.includes(word)) return "stop";
  return WORDS.start.includes(word) ? "start" : null;
}
