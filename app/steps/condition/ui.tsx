import { QuestionCircleIcon } from "@shopify/polaris-icons";
import { saySegment } from "~/components/say-segment";
import { conditionsOf } from "~/domain/segment/condition";
import type { StepFace, StepSaying } from "../step-face";
import { ConditionPanel } from "./condition-panel";
import type { ConditionConfig } from "./definition";

/** "Was a link with “/sale” of “Your cart” clicked?" */
function sayMessage({ was, link }: Extract<ConditionConfig, { about: "message" }>, { t }: StepSaying, message: string | null): string {
  const name = message ?? t("steps:condition.asked.unknownMessage");
  if (was !== "clicked" || !link) return t(`steps:condition.asked.message.${was}`, { message: name });
  return link.by === "written" ? t("steps:condition.asked.message.link", { message: name, link: link.link }) : t("steps:condition.asked.message.linkWith", { message: name, link: link.text });
}

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
  asked(config, _branch, saying, message) {
    const { t } = saying;
    switch (config.about) {
      case "customer": return saySegment(config.segment, saying);
      case "orders": return t("steps:condition.summary.orders");
      case "message": return sayMessage(config, saying, message);
      case "messages": {
        const channel = t(`steps:segment.say.channel.${config.channel}`);
        return config.withinDays === null ? t(`steps:condition.asked.ever.${config.was}`, { channel }) : t(`steps:condition.asked.within.${config.was}`, { channel, count: config.withinDays });
      }
      default: return config satisfies never;
    }
  },
  branchName: (_config, branch, { t }) => t(branch === "yes" ? "steps:condition.yes" : "steps:condition.no"),
  Panel: ConditionPanel,
};
