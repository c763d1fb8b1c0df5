import { InlineGrid, Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { LONGEST_WAIT, TIME_UNITS, UNIT_LENGTHS, type LengthOfTime } from "~/domain/schedule/length-of-time";
import { WholeNumberField } from "./whole-number-field";

interface Props {
  label: string;
  length: LengthOfTime;
  error: string | undefined;
  onChange(length: LengthOfTime, field: "amount" | "unit"): void;
}

export function LengthOfTimeFields({ label, length, error, onChange }: Props) {
  const { t } = useTranslation("steps");
  return (
    <InlineGrid columns={2} gap="200">
      <WholeNumberField label={label} value={length.amount} min={1} max={LONGEST_WAIT / UNIT_LENGTHS[length.unit]} error={error} onChange={(amount) => onChange({ ...length, amount }, "amount")} />
      <Select
        label={t("delay.unitLabel")}
        options={TIME_UNITS.map((unit) => ({ value: unit, label: t(`delay.units.${unit}`) }))}
        value={length.unit}
        onChange={(value) => {
          const unit = TIME_UNITS.find((known) => known === value);
          if (unit) onChange({ unit, amount: Math.min(length.amount, LONGEST_WAIT / UNIT_LENGTHS[unit]) }, "unit");
        }}
      />
    </InlineGrid>
  );
}
