import type { StepInput, StepResult, StepType } from "~/domain/scenario/step-type";
import { checkTag, tagConfig, type TagConfig } from "~/domain/tag/tag-config";

/** R25 */
function step({ config }: StepInput<TagConfig>): StepResult {
  const tag = config.tag.trim();
  return { do: "leave", branch: "next", detail: { tag }, changes: [{ kind: "remove-tag", tag }] };
}

export const removeTag = {
  type: "remove-tag",
  version: 1,
  category: "customer",
  icon: "MinusCircleIcon",
  config: tagConfig,
  defaults: { tag: "" },
  branches: () => ["next"],
  needs: () => [],
  step,
  check: checkTag,
  changesTag: ({ tag }) => [{ does: "remove", tag }],
} satisfies StepType<"remove-tag", typeof tagConfig>;
