import { DAY, type Instant } from "~/domain/instant";
import type { DataDiscount } from "~/domain/message/discount-data";
import type { EmailTemplate } from "~/domain/message/check-email-template";
import { discountsNamed } from "~/domain/message/discounts-named";
import { messageText } from "~/services/messages/message-text.server";

const SAMPLE_DAYS = 7;

/** What stands for the codes that an e-mail names where it is only shown or sent as a test: marked as samples, valid nowhere. */
export function sampleDiscounts({ subject, preheader, body }: EmailTemplate, now: Instant): DataDiscount[] {
  const named = [...discountsNamed(subject, "text"), ...discountsNamed(preheader, "text"), ...discountsNamed(body, "html")];
  return [...new Set(named.map(({ name }) => name))].map((name) => ({
    code: messageText("email.sampleCode"), name: name.startsWith("discounts.") ? name.slice("discounts.".length) : null,
    worth: { words: messageText("email.sampleWorth") }, expiresAt: now + SAMPLE_DAYS * DAY, usable: true,
  }));
}
