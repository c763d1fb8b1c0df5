import { DatabaseIcon } from "@shopify/polaris-icons";
import { sayTraitValue } from "~/components/say-trait-value";
import type { StepFace, StepSaying } from "../step-face";
import type { DataChange, SetCustomerDataConfig } from "./definition";
import { SetCustomerDataPanel } from "./set-customer-data-panel";

export const setCustomerDataFace: StepFace<SetCustomerDataConfig> = {
  name: "setCustomerData.name",
  hint: "setCustomerData.hint",
  icon: DatabaseIcon,
  summary({ changes }, saying) {
    const [only] = changes;
    return only && changes.length === 1 ? said(only, saying) : saying.t("steps:setCustomerData.summary.several", { count: changes.length });
  },
  Panel: SetCustomerDataPanel,
};

function said(change: DataChange, { t, options, language }: StepSaying): string {
  if ("consent" in change) {
    const name = options.consents.find(({ key }) => key === change.consent)?.name ?? change.consent;
    return name === "" ? t("steps:setCustomerData.summary.none") : t(`steps:setCustomerData.summary.${change.do}`, { name });
  }
  if (change.trait === "") return t("steps:setCustomerData.summary.none");
  const trait = options.traits.find(({ key }) => key === change.trait);
  const constant = change.do === "set" ? change.value : change.do === "increase" || change.do === "decrease" ? change.by : "";
  const value = sayTraitValue(trait?.type ?? "string", constant, { currency: options.currency, language, yes: t("traits:yes"), no: t("traits:no") });
  return t(`steps:setCustomerData.summary.${change.do}`, { name: trait?.name ?? change.trait, value });
}
