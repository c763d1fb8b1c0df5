import type { DiscountOffer } from "~/domain/discount/discount-offer";
import { formatMoney } from "~/domain/money";
import type { StepSaying } from "../step-face";

/** "10% off", "€5 off", "Free shipping". */
export function offerInWords(offer: DiscountOffer, { t, currency, language }: Pick<StepSaying, "t" | "language"> & { currency: string }): string {
  switch (offer.kind) {
    case "percentage": return t("steps:discountCode.summary.off", { what: new Intl.NumberFormat(language, { style: "percent" }).format(offer.percent / 100) });
    case "amount": return t("steps:discountCode.summary.off", { what: formatMoney(offer.amountMinor, currency, language) });
    case "free-shipping": return t("steps:discountCode.summary.freeShipping");
    default: return offer satisfies never;
  }
}
