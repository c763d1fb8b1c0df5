import { QuestionCircleIcon } from "@shopify/polaris-icons";
import { sayTraitValue } from "~/components/say-trait-value";
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
    if (config.about === "message") return saying.t(config.was === "clicked" && config.link ? "steps:condition.summary.link" : `steps:condition.summary.${config.was}`);
    if (config.about === "orders") return saying.t("steps:condition.summary.orders");
    if (config.about === "messages") return config.withinDays === null ? saying.t(`steps:condition.summary.any.${config.was}`) : saying.t(`steps:condition.summary.anyWithin.${config.was}`, { count: config.withinDays });
    const conditions = config.segment.groups.flatMap((group) => group.conditions);
    const [only] = conditions;
    return only && conditions.length === 1 ? said(only, saying) : saying.t("steps:condition.summary.several", { count: conditions.length });
  },
  branchName: (_config, branch, { t }) => t(branch === "yes" ? "steps:condition.yes" : "steps:condition.no"),
  Panel: ConditionPanel,
};

function said(condition: Condition, { t, options, language }: StepSaying): string {
  const fact = condition.fact === "trait" ? (options.traits.find(({ key }) => key === condition.trait)?.name ?? condition.trait) : t(`steps:segment.facts.${condition.fact}`);
  return t("steps:condition.summary.one", { fact, operator: t(`steps:segment.operators.${condition.operator}`), value: valueOf(condition, { t, options, language }) }).trim();
}

function valueOf(condition: Condition, { t, options, language }: StepSaying): string {
  switch (condition.fact) {
    case "tag": return condition.tag;
    case "orders-count": return String(condition.count);
    case "total-spent": return formatMoney(condition.amountMinor, options.currency, language);
    case "consent": return options.consents.find(({ key }) => key === condition.consent)?.name ?? condition.consent;
    case "trait": {
      if (condition.value === undefined) return "";
      if (condition.operator === "in-last") return `${String(condition.value)} ${t("steps:segment.days")}`;
      const type = options.traits.find(({ key }) => key === condition.trait)?.type ?? "string";
      return sayTraitValue(type, condition.value, { currency: options.currency, language, yes: t("traits:yes"), no: t("traits:no") });
    }
    default: return condition satisfies never;
  }
}
