import { Checkbox, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Weekday } from "~/domain/schedule/next-local-time";

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];

/** Weekdays, of which one at least stays chosen. */
export function WeekdayBoxes({ weekdays, onChange }: { weekdays: readonly Weekday[]; onChange(weekdays: Weekday[]): void }) {
  const { t } = useTranslation("entryPoints");
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ padding: 0 }}><Text as="span" variant="bodyMd">{t("schedule.weekdaysLabel")}</Text></legend>
      <InlineGrid columns={2} gap="100">
        {WEEKDAYS.map((day) => (
          <Checkbox
            key={day}
            label={t(`schedule.weekdays.${day}`)}
            checked={weekdays.includes(day)}
            disabled={weekdays.length === 1 && weekdays[0] === day}
            onChange={(checked) => onChange(checked ? [...weekdays, day].sort((a, b) => a - b) : weekdays.filter((other) => other !== day))}
          />
        ))}
      </InlineGrid>
    </fieldset>
  );
}
