import type { Selectable } from "kysely";
import type { DiscountCode } from "~/adapters/db/generated/tables";
import type { DataDiscount } from "~/domain/message/discount-data";
import { messageText } from "~/services/messages/message-text.server";

/** What a code takes off, as messages say it. */
export function worthOf({ kind, worth, percent, amountMinor, currency }: Pick<Selectable<DiscountCode>, "kind" | "worth" | "percent" | "amountMinor" | "currency">): DataDiscount["worth"] {
  if (kind === "percentage" && percent !== null) return { percent };
  if (kind === "amount" && amountMinor !== null && currency !== null) return { minor: amountMinor, currency };
  if (kind === "free-shipping") return { words: messageText("email.freeShipping") };
  return { words: worth ?? "" };
}
