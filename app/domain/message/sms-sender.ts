import { toPhoneNumber } from "./phone-number";

/** Whom text messages come from, in Twilio's kinds. Only a name cannot be answered, so STOP would go nowhere. */
export type SmsSenderKind = "number" | "short-code" | "service" | "name";

/** The kind of a sender, and the sender as the provider takes it; null for what is none. */
export function readSmsSender(text: string): { kind: SmsSenderKind; sender: string } | null {
  const sender = text.trim();
  if (/^MG[0-9a-f]{32}$/i.test(sender)) return { kind: "service", sender };
  const number = toPhoneNumber(sender);
  if (number !== null) return { kind: "number", sender: number };
  if (/^\d{3,8}$/.test(sender)) return { kind: "short-code", sender };
  // Twilio: up to 11 letters, digits and spaces, a letter among them.
  if (/^(?=.*[A-Za-z])[A-Za-z0-9 ]{2,11}$/.test(sender)) return { kind: "name", sender };
  return null;
}

/** What the installation has for text messages; `sender` is the one for shops that name none. */
export interface SmsSetUp {
  sender: string | null;
}

/** Whom this shop's text messages come from, or null where nothing can be sent: no provider, or no sender. */
export function smsSenderOf(shop: { smsSender: string | null }, setUp: SmsSetUp | null): string | null {
  return setUp === null ? null : (shop.smsSender ?? setUp.sender);
}
