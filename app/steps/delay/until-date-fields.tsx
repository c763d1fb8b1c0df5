import { BlockStack, Checkbox, ChoiceList, InlineGrid, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import { isDated } from "~/domain/trait/trait";
import { errorAt, type StepPanelProps } from "../step-face";
import type { DelayConfig } from "./definition";

interface Props extends Pick<StepPanelProps<DelayConfig>, "onChange" | "problems" | "options"> {
  config: Extract<DelayConfig, { mode: "until-date" }>;
}

const SIDES = ["before", "after"] as const;
const WITHOUT = ["go-on", "wait"] as const;

export function UntilDateFields({ config, onChange, problems, options }: Props) {
  const { t } = useTranslation(["steps", "traits"]);
  const dated = options.traits.filter(({ type }) => isDated(type)).map(({ key, name }) => ({ value: key, label: name }));
  const known = config.trait === "" || dated.some(({ value }) => value === config.trait);
  if (dated.length === 0 && known) return <Text as="p" tone="critical">{t("steps:delay.untilDate.noTraits")}</Text>;
  return (
    <BlockStack gap="400">
      <Select
        label={t("steps:delay.untilDate.traitLabel")}
        placeholder={t("traits:chooseTrait")}
        options={known ? dated : [...dated, { value: config.trait, label: t("traits:gone", { key: config.trait }) }]}
        value={config.trait}
        error={errorAt(problems, "trait") ?? false}
        onChange={(trait) => onChange({ ...config, trait }, "trait")}
      />
      <InlineGrid columns={2} gap="200">
        <WholeNumberField label={t("steps:delay.untilDate.daysLabel")} value={config.days} min={0} max={365} helpText={t("steps:delay.untilDate.sideHint")} error={errorAt(problems, "days")} onChange={(days) => onChange({ ...config, days }, "days")} />
        <Select
          label={t("steps:delay.untilDate.sideLabel")}
          options={SIDES.map((side) => ({ value: side, label: t(`steps:delay.untilDate.${side}`) }))}
          value={config.side}
          onChange={(value) => onChange({ ...config, side: value === "after" ? "after" : "before" }, "side")}
        />
      </InlineGrid>
      <Checkbox label={t("steps:delay.untilDate.yearly")} helpText={t("steps:delay.untilDate.yearlyHint")} checked={config.repeats === "yearly"} onChange={(checked) => onChange({ ...config, repeats: checked ? "yearly" : "once" }, "repeats")} />
      <ChoiceList
        title={t("steps:delay.untilDate.withoutLabel")}
        choices={WITHOUT.map((without) => ({ value: without, label: t(`steps:delay.untilDate.without.${without}`), helpText: t(`steps:delay.untilDate.withoutHints.${without}`) }))}
        selected={[config.without]}
        onChange={([chosen]) => onChange({ ...config, without: chosen === "wait" ? "wait" : "go-on" }, "without")}
      />
      {config.without === "wait" && (
        <WholeNumberField label={t("steps:delay.untilDate.limitLabel")} suffix={t("steps:delay.untilDate.limitSuffix")} value={config.limitDays} min={1} max={365} error={errorAt(problems, "limitDays")} onChange={(limitDays) => onChange({ ...config, limitDays }, "limitDays")} />
      )}
    </BlockStack>
  );
}
