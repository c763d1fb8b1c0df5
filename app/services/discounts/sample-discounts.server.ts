import { DAY, type Instant } from "~/domain/instant";
import type { DataDiscount } from "~/domain/message/discount-data";
import type { WrittenText } from "~/domain/message/written-text";
import { discountsNamed } from "~/domain/message/discounts-named";
import { messageText } from "~/services/messages/message-text.server";

const SAMPLE_DAYS = 7;

/** What stands for the codes that a message names where it is only shown or sent as a test: marked as samples, valid nowhere. */
export function sampleDiscounts(texts: readonly WrittenText[], now: Instant): DataDiscount[] {
  const named = texts.flatMap(({ source, writing }) => discountsNamed(source, writing));
  return [...new Set(named.map(({ name }) => name))].map((name) => ({
    code: messageText("email.sampleCode"), name: name.startsWith("discounts.") ? name.slice("discounts.".length) : null,
    worth: { words: messageText("email.sampleWorth") }, expiresAt: now + SAMPLE_DAYS * DAY, usable: true,
  }));
}
