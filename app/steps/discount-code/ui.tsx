import { DiscountCodeIcon } from "@shopify/polaris-icons";
import type { StepFace, StepSaying } from "../step-face";
import type { DiscountCodeConfig } from "./definition";
import { DiscountCodePanel } from "./discount-code-panel";
import { offerInWords } from "./offer-in-words";

export const discountCodeFace: StepFace<DiscountCodeConfig> = {
  name: "discountCode.name",
  hint: "discountCode.hint",
  icon: DiscountCodeIcon,
  summary({ source, expiresInDays }, saying) {
    const what = source.from === "shopify" ? offerInWords(source.offer, { ...saying, currency: saying.options.currency }) : poolInWords(source.poolId, saying);
    return expiresInDays === null ? what : saying.t("steps:discountCode.summary.ending", { what, count: expiresInDays });
  },
  branchName: (_config, branch, { t }) => t(branch === "none" ? "steps:discountCode.branch.none" : "steps:discountCode.branch.issued"),
  Panel: DiscountCodePanel,
};

function poolInWords(poolId: string, { t, options }: StepSaying): string {
  const pool = options.discountPools.find(({ id }) => id === poolId);
  return pool ? t("steps:discountCode.summary.pool", { name: pool.name, worth: pool.worth }) : t("steps:discountCode.summary.noPool");
}
