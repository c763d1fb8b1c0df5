import { PersonSegmentIcon } from "@shopify/polaris-icons";
import { saySegment } from "~/components/say-segment";
import { EVERYONE_ELSE, type SplitConfig } from "./definition";
import { SplitPanel } from "./split-panel";
import type { StepFace } from "../step-face";

export const splitFace: StepFace<SplitConfig> = {
  name: "split.name",
  hint: "split.hint",
  icon: PersonSegmentIcon,
  summary({ branches }, { t }) {
    if (branches.length === 0) return t("steps:split.noBranches");
    const names = branches.map(({ name }, at) => name || t("steps:split.unnamed", { number: at + 1 }));
    return t("steps:split.summary", { names: names.join(", ") });
  },
  asked({ branches }, branch, saying) {
    const chosen = branches.find(({ id }) => id === branch);
    if (chosen) return saySegment(chosen.segment, saying);
    return branches.length === 0 ? "" : saying.t("steps:split.askedNone", { what: branches.map(({ segment }) => saySegment(segment, saying)).join("; ") });
  },
  branchName({ branches }, branch, { t }) {
    if (branch === EVERYONE_ELSE) return t("steps:split.everyoneElse");
    const at = branches.findIndex(({ id }) => id === branch);
    return branches[at]?.name || t("steps:split.unnamed", { number: at + 1 });
  },
  Panel: SplitPanel,
};
