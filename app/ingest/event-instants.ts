import { DAY, MINUTE, type Instant } from "~/domain/instant";
import type { StorefrontBatch } from "~/domain/event/storefront-batch";
import type { Refusal } from "./refusal";

/** A tracker keeps what it could not send for as long as its tab lives; older than this is no fact worth having. */
const OLDEST = 7 * DAY;
/** A clock that was set back between the event and the sending. */
const SET_BACK = 10 * MINUTE;
/** A browser whose clock is further off cannot speak TLS with the shop. */
const CLOCK_OFF = 366 * DAY;

/**
 * When each event of a batch happened, by our clock: the receipt less the age that the browser's clock measured
 * (receipt − (sentAt − at)), never after the receipt. The browser's clock may be wrong; its differences are believed
 * unless they are absurd. Instants are epoch milliseconds.
 */
export function eventInstants(batch: StorefrontBatch, receivedAt: Instant): Instant[] | Refusal {
  if (Math.abs(receivedAt - batch.sentAt) > CLOCK_OFF) {
    return { status: 422, code: "absurd-date", message: "The sender's clock is more than a year off.", path: "sentAt" };
  }
  const instants: Instant[] = [];
  for (const [index, { at }] of batch.events.entries()) {
    const age = batch.sentAt - at;
    if (age > OLDEST || age < -SET_BACK) {
      return { status: 422, code: "absurd-date", message: "The event is older than seven days or lies in the future.", path: `events.${index}.at` };
    }
    instants.push(receivedAt - Math.max(age, 0));
  }
  return instants;
}
