import { MergeIcon } from "@shopify/polaris-icons";
import type { StepFace } from "../step-face";
import type { RandomSplitConfig } from "./definition";
import { RandomSplitPanel } from "./random-split-panel";

export const randomSplitFace: StepFace<RandomSplitConfig> = {
  name: "randomSplit.name",
  hint: "randomSplit.hint",
  icon: MergeIcon,
  summary: ({ branches }, { t }) => branches.map(({ name, percent }, at) => t("steps:randomSplit.way", { name: name || t("steps:randomSplit.unnamed", { number: at + 1 }), percent })).join(", "),
  branchName({ branches }, branch, { t }) {
    const at = branches.findIndex(({ id }) => id === branch);
    const way = branches[at];
    return way ? t("steps:randomSplit.way", { name: way.name || t("steps:randomSplit.unnamed", { number: at + 1 }), percent: way.percent }) : branch;
  },
  Panel: RandomSplitPanel,
};
