import { BlockStack, Checkbox, ChoiceList, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { LinkChoice } from "~/components/link-choice";
import { MessageBeforeSelect } from "~/components/message-before-select";
import { SegmentBuilder } from "~/components/segment-builder";
import { WholeNumberField } from "~/components/whole-number-field";
import { errorAt, type StepPanelProps } from "../step-face";
import { condition, MESSAGE_ANSWERS, MESSAGE_CHANNELS, MOST_DAYS, type ConditionConfig } from "./definition";

const SUBJECTS = ["customer", "message", "messages", "orders"] as const satisfies readonly ConditionConfig["about"][];
const USUAL_DAYS = 90;

export function ConditionPanel(props: StepPanelProps<ConditionConfig>) {
  const { t } = useTranslation("steps");
  const { config, onChange, messagesBefore } = props;
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("condition.aboutLabel")}
        choices={SUBJECTS.map((about) => ({ value: about, label: t(`condition.about.${about}`), helpText: t(`condition.aboutHints.${about}`) }))}
        selected={[config.about]}
        onChange={([chosen]) => {
          const about = SUBJECTS.find((each) => each === chosen);
          if (about && about !== config.about) onChange(blank(about, messagesBefore), "about");
        }}
      />
      <Question {...props} />
    </BlockStack>
  );
}

function blank(about: ConditionConfig["about"], messagesBefore: StepPanelProps<ConditionConfig>["messagesBefore"]): ConditionConfig {
  switch (about) {
    case "customer": return condition.defaults;
    case "message": return { about, stepId: messagesBefore.at(-1)?.stepId ?? "", was: "opened" };
    case "messages": return { about, was: "opened", channel: "any", withinDays: USUAL_DAYS };
    case "orders": return { about };
    default: return about satisfies never;
  }
}

function Question({ config, onChange, problems, options, messagesBefore }: StepPanelProps<ConditionConfig>) {
  switch (config.about) {
    case "customer":
      return (
        <SegmentBuilder
          segment={config.segment}
          problems={problems.filter(({ path }) => path.startsWith("segment")).map((problem) => ({ ...problem, path: problem.path.replace(/^segment\.?/, "") }))}
          options={options}
          onChange={(segment, field) => onChange({ ...config, segment }, field)}
        />
      );
    case "message": return <MessageQuestion config={config} onChange={onChange} problems={problems} messagesBefore={messagesBefore} />;
    case "messages": return <MessagesQuestion config={config} onChange={onChange} />;
    case "orders": return null;
    default: return config satisfies never;
  }
}

interface QuestionProps<About extends ConditionConfig["about"]> extends Pick<StepPanelProps<ConditionConfig>, "onChange"> {
  config: Extract<ConditionConfig, { about: About }>;
}

function MessageQuestion({ config, onChange, problems, messagesBefore }: QuestionProps<"message"> & Pick<StepPanelProps<ConditionConfig>, "problems" | "messagesBefore">) {
  const { t } = useTranslation("steps");
  if (messagesBefore.length === 0) return <Text as="p" tone="critical">{t("condition.noMessages")}</Text>;
  const { stepId, was } = config;
  return (
    <BlockStack gap="300">
      <MessageBeforeSelect stepId={stepId} messages={messagesBefore} error={errorAt(problems, "stepId")} onChange={(chosen) => onChange({ about: "message", stepId: chosen, was }, "stepId")} />
      <Select
        label={t("condition.wasLabel")}
        options={MESSAGE_ANSWERS.map((each) => ({ value: each, label: t(`condition.was.${each}`) }))}
        value={was}
        helpText={was === "sent" ? t("condition.sentHint") : t("condition.judgedHint")}
        onChange={(chosen) => {
          const asked = MESSAGE_ANSWERS.find((each) => each === chosen);
          if (asked) onChange({ about: "message", stepId, was: asked }, "was");
        }}
      />
      {was === "clicked" && (
        <LinkChoice
          link={config.link}
          links={messagesBefore.find((message) => message.stepId === stepId)?.links ?? []}
          error={errorAt(problems, "link.text")}
          onChange={(link) => onChange({ about: "message", stepId, was, ...(link ? { link } : {}) }, "link")}
        />
      )}
    </BlockStack>
  );
}

function MessagesQuestion({ config, onChange }: QuestionProps<"messages">) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="300">
      <Select
        label={t("condition.wasLabel")}
        options={MESSAGE_ANSWERS.map((each) => ({ value: each, label: t(`condition.anyWas.${each}`) }))}
        value={config.was}
        helpText={config.was === "sent" ? t("condition.anySentHint") : t("condition.anyJudgedHint")}
        onChange={(chosen) => {
          const was = MESSAGE_ANSWERS.find((each) => each === chosen);
          if (was) onChange({ ...config, was }, "was");
        }}
      />
      <Select
        label={t("condition.channelLabel")}
        options={MESSAGE_CHANNELS.map((each) => ({ value: each, label: t(`condition.channels.${each}`) }))}
        value={config.channel}
        onChange={(chosen) => {
          const channel = MESSAGE_CHANNELS.find((each) => each === chosen);
          if (channel) onChange({ ...config, channel }, "channel");
        }}
      />
      <Checkbox label={t("condition.within")} helpText={t("condition.withinHint")} checked={config.withinDays !== null} onChange={(within) => onChange({ ...config, withinDays: within ? USUAL_DAYS : null }, "within")} />
      {config.withinDays !== null && (
        <WholeNumberField label={t("condition.daysLabel")} suffix={t("condition.days")} value={config.withinDays} min={1} max={MOST_DAYS} onChange={(withinDays) => onChange({ ...config, withinDays }, "days")} />
      )}
    </BlockStack>
  );
}
