import { BlockStack, Select, TextField } from "@shopify/polaris";
import { CalendarTimeIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { OccurrenceList } from "~/components/occurrence-list";
import { SegmentSelect } from "~/components/segment-select";
import { WEEKDAYS, WeekdayBoxes } from "~/components/weekday-boxes";
import { WholeNumberField } from "~/components/whole-number-field";
import type { RepeatedRule } from "~/domain/schedule/schedule-rule";
import { errorAt, type StepSaying } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import type { ScheduledConfig } from "./definition";

const RULES = ["day", "week", "month", "cron"] as const satisfies readonly RepeatedRule["every"][];
const MORNING = "09:00";

export const scheduledFace: EntryPointFace<ScheduledConfig> = {
  name: "scheduled.name",
  hint: "scheduled.hint",
  icon: CalendarTimeIcon,
  summary({ segmentId, rule }, saying) {
    const segment = saying.options.segments.find(({ id }) => id === segmentId)?.name;
    return saying.t("entryPoints:scheduled.summary", { when: sayRule(rule, saying), segment: segment ?? saying.t("entryPoints:segment.notChosen") });
  },
  Panel: ScheduledPanel,
};

function sayRule(rule: RepeatedRule, { t, language }: StepSaying): string {
  switch (rule.every) {
    case "day": return t("entryPoints:schedule.says.day", { time: rule.time });
    case "week": {
      const days = WEEKDAYS.filter((day) => rule.weekdays.includes(day)).map((day) => t(`entryPoints:schedule.weekdaysShort.${day}`));
      return t("entryPoints:schedule.says.week", { days: new Intl.ListFormat(language, { style: "narrow" }).format(days), time: rule.time });
    }
    case "month": return t("entryPoints:schedule.says.month", { day: rule.day, time: rule.time });
    case "cron": return t("entryPoints:schedule.says.cron", { expression: rule.expression });
    default: return rule satisfies never;
  }
}

function ScheduledPanel({ entryPointId, config, onChange, problems, options }: EntryPointPanelProps<ScheduledConfig>) {
  const { t } = useTranslation("entryPoints");
  const { rule } = config;
  const put = (changed: RepeatedRule, field: string) => onChange({ ...config, rule: changed }, field);
  return (
    <BlockStack gap="400">
      <SegmentSelect label={t("scheduled.segmentLabel")} helpText={t("scheduled.segmentHint")} segmentId={config.segmentId} segments={options.segments} error={errorAt(problems, "segmentId")} onChange={(segmentId) => onChange({ ...config, segmentId }, "segmentId")} />
      <Select
        label={t("schedule.everyLabel")}
        options={RULES.map((every) => ({ value: every, label: t(`schedule.every.${every}`) }))}
        value={rule.every}
        error={errorAt(problems, "rule")}
        onChange={(value) => {
          const every = RULES.find((known) => known === value);
          if (every && every !== rule.every) put(inRule(every, rule), "rule");
        }}
      />
      {rule.every === "week" && <WeekdayBoxes weekdays={rule.weekdays} onChange={(weekdays) => put({ ...rule, weekdays }, "weekdays")} />}
      {rule.every === "month" && <WholeNumberField label={t("schedule.dayLabel")} value={rule.day} min={1} max={31} helpText={t("schedule.dayHint")} error={errorAt(problems, "rule.day")} onChange={(day) => put({ ...rule, day }, "day")} />}
      {rule.every === "cron"
        ? (
          <TextField
            label={t("schedule.cronLabel")} autoComplete="off" monospaced maxLength={200} value={rule.expression} error={errorAt(problems, "rule.expression")}
            helpText={t("schedule.cronHint", { timeZone: options.timeZone })}
            onChange={(expression) => put({ ...rule, expression }, "expression")}
          />
        )
        : <TextField label={t("schedule.timeLabel")} type="time" autoComplete="off" value={rule.time} error={errorAt(problems, "rule.time")} helpText={t("schedule.timeHint", { timeZone: options.timeZone })} onChange={(time) => time !== "" && put({ ...rule, time }, "time")} />}
      <OccurrenceList entryPointId={entryPointId} rule={rule} options={options} />
    </BlockStack>
  );
}

function inRule(every: RepeatedRule["every"], before: RepeatedRule): RepeatedRule {
  const time = before.every === "cron" ? MORNING : before.time;
  switch (every) {
    case "day": return { every, time };
    case "week": return { every, weekdays: [1], time };
    case "month": return { every, day: 1, time };
    case "cron": return { every, expression: "0 9 * * MON-FRI" };
    default: return every satisfies never;
  }
}
