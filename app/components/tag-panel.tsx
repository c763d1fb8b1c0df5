import { useTranslation } from "react-i18next";
import type { TagConfig } from "~/domain/tag/tag-config";
import { errorAt, type StepPanelProps } from "~/steps/step-face";
import { TagField } from "./tag-field";

/** R25: the one thing that a step about a tag asks for. */
export function TagPanel({ config, onChange, problems, options }: StepPanelProps<TagConfig>) {
  const { t } = useTranslation("steps");
  return <TagField label={t("tag.label")} value={config.tag} suggestions={options.tags} error={errorAt(problems, "tag")} helpText={t("tag.explain")} onChange={(tag) => onChange({ tag }, "tag")} />;
}
