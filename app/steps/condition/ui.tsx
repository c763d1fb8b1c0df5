import { QuestionCircleIcon } from "@shopify/polaris-icons";
import { formatMoney } from "~/domain/money";
import type { Condition } from "~/domain/segment/condition";
import type { StepFace, StepSaying } from "../step-face";
import { ConditionPanel } from "./condition-panel";
import type { ConditionConfig } from "./definition";

export const conditionFace: StepFace<ConditionConfig> = {
  name: "condition.name",
  hint: "condition.hint",
  icon: QuestionCircleIcon,
  summary(config, saying) {
    if (config.about === "message") return saying.t(`steps:condition.summary.${config.was}`);
    const conditions = config.segment.groups.flatMap((group) => group.conditions);
    const [only] = conditions;
    return only && conditions.length === 1 ? said(only, saying) : saying.t("steps:condition.summary.several", { count: conditions.length });
  },
  branchName: (_config, branch, { t }) => t(branch === "yes" ? "steps:condition.yes" : "steps:condition.no"),
  Panel: ConditionPanel,
};

function said(condition: Condition, { t, options, language }: StepSaying): string {
  return t("steps:condition.summary.one", { fact: t(`steps:segment.facts.${condition.fact}`), operator: t(`steps:segment.operators.${condition.operator}`), value: valueOf(condition, options, language) }).trim();
}

function valueOf(condition: Condition, options: StepSaying["options"], language: string): string {
  switch (condition.fact) {
    case "tag": return condition.tag;
    case "orders-count": return String(condition.count);
    case "total-spent": return formatMoney(condition.amountMinor, options.currency, language);
    case "consent": return options.consents.find(({ key }) => key === condition.consent)?.name ?? condition.consent;
    default: return condition satisfies never;
  }
}
