import { BlockStack, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { MOST_SOUGHT, type ComparedBy } from "~/domain/custom-event/compared-by";
import { MOST_DAYS_BACK } from "~/domain/segment/period";
import { NameLinesField } from "./name-lines-field";
import { WholeNumberField } from "./whole-number-field";

/** What is neither nothing nor one value. */
type ComparedWith = Exclude<ComparedBy, "nothing" | "value">;

interface Props {
  by: ComparedWith;
  /** Of the two ends. */
  type: "date" | "date-time";
  value: unknown;
  onChange(value: string[] | number): void;
}

/** With what a list or a date of an event is compared, where that is not one value. */
export function ComparedWithFields({ by, type, value, onChange }: Props) {
  const { t } = useTranslation("steps");
  if (by === "days") return <WholeNumberField label={t("segment.days")} labelHidden suffix={t("segment.days")} value={typeof value === "number" ? value : FIRST_DAYS} min={1} max={MOST_DAYS_BACK} onChange={onChange} />;
  const texts = Array.isArray(value) ? value.map(String) : [];
  if (by === "texts") return <NameLinesField label={t("segment.listOf")} helpText={t("segment.listOfHint", { most: MOST_SOUGHT })} names={texts} most={MOST_SOUGHT} error={undefined} onChange={onChange} />;
  const [from = "", to = ""] = texts;
  const field = { type: type === "date" ? "date" : "datetime-local", autoComplete: "off" } as const;
  return (
    <BlockStack gap="200">
      <TextField {...field} label={t("segment.fromLabel")} value={from} onChange={(first) => onChange([first, to])} />
      <TextField {...field} label={t("segment.toLabel")} value={to} onChange={(last) => onChange([from, last])} />
    </BlockStack>
  );
}

const FIRST_DAYS = 30;

/** With what such a field begins. */
export const firstComparedWith = (by: ComparedWith): string[] | number => (by === "days" ? FIRST_DAYS : by === "two" ? ["", ""] : []);
