import { BlockStack, ChoiceList, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { SegmentBuilder } from "~/components/segment-builder";
import { errorAt, type StepPanelProps } from "../step-face";
import { condition, MESSAGE_ANSWERS, type ConditionConfig } from "./definition";

const SUBJECTS = ["customer", "message"] as const satisfies readonly ConditionConfig["about"][];

export function ConditionPanel({ config, onChange, problems, options, messagesBefore }: StepPanelProps<ConditionConfig>) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("condition.aboutLabel")}
        choices={SUBJECTS.map((about) => ({ value: about, label: t(`condition.about.${about}`), helpText: t(`condition.aboutHints.${about}`) }))}
        selected={[config.about]}
        onChange={([chosen]) => {
          if (chosen === "customer" && config.about !== "customer") onChange(condition.defaults, "about");
          if (chosen === "message" && config.about !== "message") onChange({ about: "message", stepId: messagesBefore.at(-1)?.stepId ?? "", was: "opened" }, "about");
        }}
      />
      {config.about === "customer" ? (
        <SegmentBuilder
          segment={config.segment}
          problems={problems.filter(({ path }) => path.startsWith("segment")).map((problem) => ({ ...problem, path: problem.path.replace(/^segment\.?/, "") }))}
          options={options}
          onChange={(segment, field) => onChange({ ...config, segment }, field)}
        />
      ) : (
        <MessageQuestion config={config} onChange={onChange} error={errorAt(problems, "stepId")} messagesBefore={messagesBefore} />
      )}
    </BlockStack>
  );
}

interface QuestionProps extends Pick<StepPanelProps<ConditionConfig>, "onChange" | "messagesBefore"> {
  config: Extract<ConditionConfig, { about: "message" }>;
  error: string | undefined;
}

/** One that was deleted or moved elsewhere is not offered, and not shown as if it still held. */
function MessageQuestion({ config, onChange, error, messagesBefore }: QuestionProps) {
  const { t } = useTranslation("steps");
  if (messagesBefore.length === 0) return <Text as="p" tone="critical">{t("condition.noMessages")}</Text>;
  const known = messagesBefore.some(({ stepId }) => stepId === config.stepId);
  return (
    <BlockStack gap="300">
      <Select
        label={t("condition.messageLabel")}
        placeholder={t("condition.chooseMessage")}
        options={messagesBefore.map(({ stepId, summary }) => ({ value: stepId, label: summary }))}
        value={known ? config.stepId : ""}
        error={error ?? false}
        onChange={(stepId) => onChange({ ...config, stepId }, "stepId")}
      />
      <Select
        label={t("condition.wasLabel")}
        options={MESSAGE_ANSWERS.map((was) => ({ value: was, label: t(`condition.was.${was}`) }))}
        value={config.was}
        helpText={config.was === "sent" ? t("condition.sentHint") : t("condition.judgedHint")}
        onChange={(chosen) => {
          const was = MESSAGE_ANSWERS.find((each) => each === chosen);
          if (was) onChange({ ...config, was }, "was");
        }}
      />
    </BlockStack>
  );
}
