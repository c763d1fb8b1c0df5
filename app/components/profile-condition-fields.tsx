import { Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import { OperatorSelect } from "./operator-select";
import { DateQuestionFields } from "./period-fields";

type ProfileCondition = Extract<Condition, { fact: "country" | "city" | "language" | "contact" | "created" | "segment" }>;

interface Props {
  condition: ProfileCondition;
  options: EditorOptions;
  onChange(condition: ProfileCondition): void;
}

const IS = ["is", "is-not"] as const;

/** Who and where the customer is, since when, and in which other segment. */
export function ProfileConditionFields({ condition, options, onChange }: Props) {
  const { t } = useTranslation("steps");
  switch (condition.fact) {
    case "country":
      return (
        <>
          <OperatorSelect known={IS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <CountriesField countries={condition.countries} onChange={(countries) => onChange({ ...condition, countries })} />
        </>
      );
    case "city":
      return (
        <>
          <OperatorSelect known={IS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <TextField label={t("segment.cityLabel")} labelHidden placeholder={t("segment.cityLabel")} autoComplete="off" maxLength={255} value={condition.city} onChange={(city) => onChange({ ...condition, city })} />
        </>
      );
    case "language":
      return (
        <>
          <OperatorSelect known={IS} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <TextField label={t("segment.languageLabel")} labelHidden helpText={t("segment.languageHint")} autoComplete="off" maxLength={3} value={condition.language} onChange={(language) => onChange({ ...condition, language: language.trim().toLowerCase() })} />
        </>
      );
    case "contact":
      return (
        <>
          <Select
            label={t("segment.contactLabel")} labelHidden options={[{ value: "email", label: t("segment.contacts.email") }, { value: "phone", label: t("segment.contacts.phone") }]} value={condition.contact}
            onChange={(contact) => onChange({ ...condition, contact: contact === "phone" ? "phone" : "email" })}
          />
          <OperatorSelect known={["known", "unknown"] as const} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
        </>
      );
    case "created": return <DateQuestionFields date={condition.date} onChange={(date) => onChange({ ...condition, date })} />;
    case "segment": {
      const { segments } = options;
      if (segments.length === 0 && condition.segmentId === "") return <Text as="p" tone="subdued">{t("segment.noSegments")}</Text>;
      return (
        <>
          <OperatorSelect known={["in", "not-in"] as const} value={condition.operator} onChange={(operator) => onChange({ ...condition, operator })} />
          <Select
            label={t("segment.segmentLabel")} labelHidden placeholder={t("segment.chooseSegment")} value={condition.segmentId} onChange={(segmentId) => onChange({ ...condition, segmentId })}
            options={[...segments.map(({ id, name }) => ({ value: id, label: name })), ...(condition.segmentId === "" || segments.some(({ id }) => id === condition.segmentId) ? [] : [{ value: condition.segmentId, label: t("segment.segmentGone") }])]}
          />
        </>
      );
    }
    default: return condition satisfies never;
  }
}

/** Codes that are whole are handed on; what is half typed stays in the field. */
function CountriesField({ countries, onChange }: { countries: string[]; onChange(countries: string[]): void }) {
  const { t } = useTranslation("steps");
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={t("segment.countriesLabel")} labelHidden helpText={t("segment.countriesHint")} autoComplete="off" maxLength={400} value={typed ?? countries.join(", ")} onBlur={() => setTyped(null)}
      onChange={(text) => {
        setTyped(text);
        onChange([...new Set(text.toUpperCase().split(/[\s,;]+/).filter((code) => /^[A-Z]{2}$/.test(code)))]);
      }}
    />
  );
}
