import { QuestionCircleIcon } from "@shopify/polaris-icons";
import { saySegment } from "~/components/say-segment";
import { conditionsOf } from "~/domain/segment/condition";
import type { StepFace } from "../step-face";
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
    const [first, ...others] = conditionsOf(config.segment);
    return first && others.length === 0 ? saySegment(config.segment, saying) : saying.t("steps:condition.summary.several", { count: others.length + 1 });
  },
  branchName: (_config, branch, { t }) => t(branch === "yes" ? "steps:condition.yes" : "steps:condition.no"),
  Panel: ConditionPanel,
};
