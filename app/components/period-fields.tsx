import { Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { MOST_DAYS_BACK, type DateQuestion, type Period } from "~/domain/segment/period";
import { WholeNumberField } from "./whole-number-field";

const PERIODS = ["ever", "in-last", "longer-ago"] as const;
const DATES = ["in-last", "longer-ago", "on", "before", "after"] as const;

/** With which the field begins. */
const FIRST_DATE = "2026-01-01";

/** When something counts: at any time, in the last days, or longer ago. */
export function PeriodFields({ period, onChange }: { period: Period; onChange(period: Period): void }) {
  const { t } = useTranslation("steps");
  return (
    <>
      <Select
        label={t("segment.periodLabel")} labelHidden options={PERIODS.map((is) => ({ value: is, label: t(`segment.periods.${is}`) }))} value={period.is}
        onChange={(value) => {
          const is = PERIODS.find((known) => known === value);
          if (is) onChange(is === "ever" ? { is } : { is, days: period.is === "ever" ? 30 : period.days });
        }}
      />
      {period.is !== "ever" && <Days days={period.days} onChange={(days) => onChange({ ...period, days })} />}
    </>
  );
}

/** A question about one instant. A field that is being typed in holds the date it had. */
export function DateQuestionFields({ date: question, onChange }: { date: DateQuestion; onChange(question: DateQuestion): void }) {
  const { t } = useTranslation("steps");
  return (
    <>
      <Select
        label={t("segment.dateChoiceLabel")} labelHidden options={DATES.map((is) => ({ value: is, label: t(`segment.dates.${is}`) }))} value={question.is}
        onChange={(value) => {
          const is = DATES.find((known) => known === value);
          if (is === "in-last" || is === "longer-ago") onChange({ is, days: "days" in question ? question.days : 30 });
          else if (is) onChange({ is, date: "date" in question ? question.date : FIRST_DATE });
        }}
      />
      {"days" in question
        ? <Days days={question.days} onChange={(days) => onChange({ ...question, days })} />
        : <TextField label={t("segment.dateLabel")} labelHidden type="date" autoComplete="off" value={question.date} onChange={(date) => { if (/^[1-9]\d{3}-\d\d-\d\d$/.test(date)) onChange({ ...question, date }); }} />}
    </>
  );
}

function Days({ days, onChange }: { days: number; onChange(days: number): void }) {
  const { t } = useTranslation("steps");
  return <WholeNumberField label={t("segment.days")} labelHidden suffix={t("segment.days")} value={days} min={1} max={MOST_DAYS_BACK} onChange={onChange} />;
}
