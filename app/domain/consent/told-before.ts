import type { Instant } from "~/domain/instant";
import type { ConsentChange } from "./later-consent";

export interface ConsentStatement extends Pick<ConsentChange, "state" | "at" | "source"> {
  /** The message whose way out was used, where it was one. */
  messageId: string | null;
}

/** Shopify may give our own instants back in whole seconds. */
const PRECISION = 1_000;
const BY_SHOPIFY: readonly string[] = ["shopify", "import"];

/**
 * Whether a statement about a customer's consent is one of those kept already (R42), so that evidence is kept once however
 * often it is told: Shopify repeats to the webhook what it told the import, and sends back what it heard from us; a mail
 * program, or anybody who holds the message, repeats the request of its way out.
 */
export function toldBefore(kept: readonly ConsentStatement[], said: ConsentStatement): boolean {
  const same = kept.filter(({ state }) => state === said.state);
  if (BY_SHOPIFY.includes(said.source)) return same.some(({ at }) => Math.abs(at - said.at) < PRECISION);
  const since = lastOfAnotherState(kept, said);
  return same.some(({ source, messageId, at }) => source === said.source && messageId === said.messageId && (at === said.at || (messageId !== null && at > since && at <= said.at)));
}

/** When she last said otherwise before: what she says after that is new. */
function lastOfAnotherState(kept: readonly ConsentStatement[], said: ConsentStatement): Instant {
  return Math.max(-Infinity, ...kept.filter(({ state, at }) => state !== said.state && at <= said.at).map(({ at }) => at));
}
