import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { MESSAGE_CHANNELS, MESSAGE_MILESTONES, type Condition } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import { OperatorSelect } from "./operator-select";
import { PeriodFields } from "./period-fields";

type MessageCondition = Extract<Condition, { fact: "message" }>;

interface Props {
  condition: MessageCondition;
  options: EditorOptions;
  onChange(condition: MessageCondition): void;
}

/** What became of the messages that the customer got. */
export function MessageConditionFields({ condition, options, onChange }: Props) {
  const { t } = useTranslation("steps");
  const scenarios = options.scenarios ?? [];
  const { scenarioId } = condition;
  return (
    <>
      <OperatorSelect known={["was", "was-not"] as const} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
      <Select
        label={t("segment.messageLabel")} labelHidden options={MESSAGE_MILESTONES.map((was) => ({ value: was, label: t(`segment.milestones.${was}`) }))} value={condition.was}
        onChange={(value) => {
          const was = MESSAGE_MILESTONES.find((each) => each === value);
          if (was) onChange({ ...condition, was });
        }}
      />
      <Select
        label={t("segment.channelLabel")} labelHidden options={MESSAGE_CHANNELS.map((channel) => ({ value: channel, label: t(`segment.channels.${channel}`) }))} value={condition.channel}
        onChange={(value) => {
          const channel = MESSAGE_CHANNELS.find((each) => each === value);
          if (channel) onChange({ ...condition, channel });
        }}
      />
      <Select
        label={t("segment.scenarioLabel")} labelHidden value={scenarioId ?? ""} onChange={(value) => onChange({ ...condition, scenarioId: value === "" ? null : value })}
        options={[
          { value: "", label: t("segment.anyScenario") }, ...scenarios.map(({ id, name }) => ({ value: id, label: name })),
          ...(scenarioId === null || scenarios.some(({ id }) => id === scenarioId) ? [] : [{ value: scenarioId, label: t("segment.scenarioGone") }]),
        ]}
      />
      <PeriodFields period={condition.period} onChange={(period) => onChange({ ...condition, period })} />
    </>
  );
}
