import { BlockStack, Checkbox, ChoiceList, InlineGrid, Select, Text, TextField } from "@shopify/polaris";
import { ClockIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import { DAY, HOUR, MINUTE } from "~/domain/instant";
import { errorAt, type StepFace, type StepPanelProps } from "../step-face";
import { UntilDateFields } from "./until-date-fields";
import { DELAY_UNITS, LONGEST_DELAY, type DelayConfig, type DelayUnit } from "./definition";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const MODES = ["for", "until-time", "until-weekday", "until-date"] as const;
const LENGTHS: Record<DelayUnit, number> = { minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY };
const MORNING = "09:00";

export const delayFace: StepFace<DelayConfig> = {
  name: "delay.name",
  hint: "delay.hint",
  icon: ClockIcon,
  summary(config, { t, options }) {
    switch (config.mode) {
      case "for": return t(`steps:delay.for.${config.unit}`, { count: config.amount });
      case "until-time": return t("steps:delay.untilTime", { time: config.time });
      case "until-weekday": {
        const days = WEEKDAYS.filter((day) => config.weekdays.includes(day)).map((day) => t(`steps:delay.weekdaysShort.${day}`));
        return t("steps:delay.untilWeekday", { days: days.join(", "), time: config.time });
      }
      case "until-date": {
        const name = options.traits.find(({ key }) => key === config.trait)?.name ?? config.trait;
        if (name === "") return t("steps:delay.untilDate.none");
        const when = config.days === 0 ? "on" : config.side;
        return t(`steps:delay.untilDate.${when}`, { name, count: config.days, time: config.time });
      }
      default: return config satisfies never;
    }
  },
  Panel: DelayPanel,
};

function DelayPanel({ config, onChange, problems, options }: StepPanelProps<DelayConfig>) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("delay.modeLabel")}
        choices={MODES.map((mode) => ({ value: mode, label: t(`delay.modes.${mode}`), helpText: t(`delay.modeHints.${mode}`) }))}
        selected={[config.mode]}
        onChange={([mode]) => {
          const chosen = MODES.find((known) => known === mode);
          if (chosen && chosen !== config.mode) onChange(inMode(chosen, config), "mode");
        }}
      />
      {config.mode === "for" && <Length config={config} onChange={onChange} error={errorAt(problems, "amount")} />}
      {config.mode === "until-weekday" && (
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <legend style={{ padding: 0 }}><Text as="span" variant="bodyMd">{t("delay.weekdaysLabel")}</Text></legend>
          <InlineGrid columns={2} gap="100">
            {WEEKDAYS.map((day) => (
              <Checkbox
                key={day}
                label={t(`delay.weekdays.${day}`)}
                checked={config.weekdays.includes(day)}
                disabled={config.weekdays.length === 1 && config.weekdays[0] === day}
                onChange={(checked) => onChange({ ...config, weekdays: checked ? [...config.weekdays, day].sort() : config.weekdays.filter((other) => other !== day) }, "weekdays")}
              />
            ))}
          </InlineGrid>
        </fieldset>
      )}
      {config.mode === "until-date" && <UntilDateFields config={config} onChange={onChange} problems={problems} options={options} />}
      {config.mode !== "for" && (
        <TextField
          label={t("delay.timeLabel")}
          type="time"
          autoComplete="off"
          value={config.time}
          error={errorAt(problems, "time")}
          helpText={t("delay.timeHint", { timeZone: options.timeZone })}
          onChange={(time) => time !== "" && onChange({ ...config, time }, "time")}
        />
      )}
    </BlockStack>
  );
}

function Length({ config, onChange, error }: { config: Extract<DelayConfig, { mode: "for" }>; onChange: StepPanelProps<DelayConfig>["onChange"]; error: string | undefined }) {
  const { t } = useTranslation("steps");
  return (
    <InlineGrid columns={2} gap="200">
      <WholeNumberField label={t("delay.amountLabel")} value={config.amount} min={1} max={LONGEST_DELAY / LENGTHS[config.unit]} error={error} onChange={(amount) => onChange({ ...config, amount }, "amount")} />
      <Select
        label={t("delay.unitLabel")}
        options={DELAY_UNITS.map((unit) => ({ value: unit, label: t(`delay.units.${unit}`) }))}
        value={config.unit}
        onChange={(value) => {
          const unit = DELAY_UNITS.find((known) => known === value);
          if (unit) onChange({ ...config, unit, amount: Math.min(config.amount, LONGEST_DELAY / LENGTHS[unit]) }, "unit");
        }}
      />
    </InlineGrid>
  );
}

function inMode(mode: DelayConfig["mode"], before: DelayConfig): DelayConfig {
  const time = before.mode === "for" ? MORNING : before.time;
  switch (mode) {
    case "for": return { mode, amount: 1, unit: "days" };
    case "until-time": return { mode, time };
    case "until-weekday": return { mode, time, weekdays: [1] };
    case "until-date": return { mode, time, trait: "", days: 0, side: "before", repeats: "once", without: "go-on", limitDays: 30 };
    default: return mode satisfies never;
  }
}
