import { PlusCircleIcon } from "@shopify/polaris-icons";
import { TagPanel } from "~/components/tag-panel";
import type { TagConfig } from "~/domain/tag/tag-config";
import type { StepFace } from "../step-face";

export const addTagFace: StepFace<TagConfig> = {
  name: "addTag.name",
  hint: "addTag.hint",
  icon: PlusCircleIcon,
  summary: ({ tag }, { t }) => (tag.trim() === "" ? t("steps:tag.none") : t("steps:addTag.summary", { tag: tag.trim() })),
  Panel: TagPanel,
};
