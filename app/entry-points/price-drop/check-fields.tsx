import { Banner, BlockStack, Checkbox, ChoiceList, InlineGrid, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import { LONGEST_INTERVAL_DAYS } from "~/domain/schedule/schedule-rule";
import { isOften, type PriceDropConfig } from "./definition";

interface Props {
  check: PriceDropConfig["check"];
  timeZone: string;
  onChange(check: PriceDropConfig["check"], field: string): void;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const CHECKS = ["days", "week"] as const;

/** R18c: every 1 to 31 days, or on weekdays, at an hour. */
export function CheckFields({ check, timeZone, onChange }: Props) {
  const { t } = useTranslation(["entryPoints", "steps"]);
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t("priceDrop.checkLabel")}
        choices={CHECKS.map((every) => ({ value: every, label: t(`priceDrop.checks.${every}`) }))}
        selected={[check.every]}
        onChange={([chosen]) => {
          if (chosen === "days" && check.every !== "days") onChange({ every: "days", days: 7, time: check.time }, "check");
          if (chosen === "week" && check.every !== "week") onChange({ every: "week", weekdays: [1], time: check.time }, "check");
        }}
      />
      {check.every === "days" ? (
        <WholeNumberField label={t("priceDrop.everyLabel")} value={check.days} min={1} max={LONGEST_INTERVAL_DAYS} onChange={(days) => onChange({ ...check, days }, "every")} />
      ) : (
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <legend style={{ padding: 0 }}><Text as="span" variant="bodyMd">{t("priceDrop.weekdaysLabel")}</Text></legend>
          <InlineGrid columns={2} gap="100">
            {WEEKDAYS.map((day) => (
              <Checkbox
                key={day}
                label={t(`steps:delay.weekdays.${day}`)}
                checked={check.weekdays.includes(day)}
                disabled={check.weekdays.length === 1 && check.weekdays[0] === day}
                onChange={(checked) => onChange({ ...check, weekdays: checked ? [...check.weekdays, day].sort() : check.weekdays.filter((other) => other !== day) }, "weekdays")}
              />
            ))}
          </InlineGrid>
        </fieldset>
      )}
      <TextField label={t("priceDrop.timeLabel")} type="time" autoComplete="off" value={check.time} helpText={t("priceDrop.timeHint", { timeZone })} onChange={(time) => time !== "" && onChange({ ...check, time }, "time")} />
      {isOften(check) && <Banner tone="warning">{t("priceDrop.spam")}</Banner>}
    </BlockStack>
  );
}
