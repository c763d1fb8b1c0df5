import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Condition } from "~/domain/segment/condition";

export type Operator = Extract<Condition, { operator: unknown }>["operator"];

interface Props<Chosen extends Operator> {
  known: readonly Chosen[];
  value: Chosen;
  onChange(operator: Chosen): void;
}

/** How a condition compares. */
export function OperatorSelect<Chosen extends Operator>({ known, value, onChange }: Props<Chosen>) {
  const { t } = useTranslation("steps");
  return (
    <Select
      label={t("segment.operatorLabel")} labelHidden options={known.map((each: Operator) => ({ value: each, label: t(`segment.operators.${each}`) }))} value={value}
      onChange={(chosen) => {
        const found = known.find((each) => each === chosen);
        if (found) onChange(found);
      }}
    />
  );
}
