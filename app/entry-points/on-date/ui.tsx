import { BlockStack, Text, TextField } from "@shopify/polaris";
import { CalendarIcon } from "@shopify/polaris-icons";
import { DateTime } from "luxon";
import { useTranslation } from "react-i18next";
import { OccurrenceList } from "~/components/occurrence-list";
import { SegmentSelect } from "~/components/segment-select";
import { errorAt } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import type { OnDateConfig } from "./definition";

export const onDateFace: EntryPointFace<OnDateConfig> = {
  name: "onDate.name",
  hint: "onDate.hint",
  icon: CalendarIcon,
  summary({ segmentId, date, time }, { t, options, language }) {
    if (date === null) return t("entryPoints:onDate.noDate");
    const day = DateTime.fromISO(date, { zone: "utc" }).setLocale(language).toLocaleString({ day: "numeric", month: "short", year: "numeric" });
    return t("entryPoints:onDate.summary", { day, time, segment: options.segments.find(({ id }) => id === segmentId)?.name ?? t("entryPoints:segment.notChosen") });
  },
  Panel: OnDatePanel,
};

function OnDatePanel({ entryPointId, config, onChange, problems, options }: EntryPointPanelProps<OnDateConfig>) {
  const { t } = useTranslation("entryPoints");
  const { date, time } = config;
  return (
    <BlockStack gap="400">
      <SegmentSelect label={t("onDate.segmentLabel")} helpText={t("onDate.segmentHint")} segmentId={config.segmentId} segments={options.segments} error={errorAt(problems, "segmentId")} onChange={(segmentId) => onChange({ ...config, segmentId }, "segmentId")} />
      <TextField
        label={t("onDate.dateLabel")} type="date" autoComplete="off" value={date ?? ""} error={errorAt(problems, "date")} helpText={t("onDate.dateHint")}
        onChange={(typed) => {
          const day = typed === "" ? null : typed;
          // A year that is being typed is no date that can be kept.
          if (day === null || /^2\d{3}-\d\d-\d\d$/.test(day)) onChange({ ...config, date: day }, "date");
        }}
      />
      {problems.filter(({ severity, path }) => severity === "warning" && path === "date").map(({ text }) => <Text as="p" key={text} tone="caution">{text}</Text>)}
      <TextField label={t("schedule.timeLabel")} type="time" autoComplete="off" value={time} error={errorAt(problems, "time")} helpText={t("schedule.timeHint", { timeZone: options.timeZone })} onChange={(typed) => typed !== "" && onChange({ ...config, time: typed }, "time")} />
      <OccurrenceList entryPointId={entryPointId} rule={null} options={options} />
    </BlockStack>
  );
}
