import { MinusCircleIcon } from "@shopify/polaris-icons";
import { TagPanel } from "~/components/tag-panel";
import type { TagConfig } from "~/domain/tag/tag-config";
import type { StepFace } from "../step-face";

export const removeTagFace: StepFace<TagConfig> = {
  name: "removeTag.name",
  hint: "removeTag.hint",
  icon: MinusCircleIcon,
  summary: ({ tag }, { t }) => (tag.trim() === "" ? t("steps:tag.none") : t("steps:removeTag.summary", { tag: tag.trim() })),
  Panel: TagPanel,
};
