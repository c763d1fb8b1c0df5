import { Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { minorDigits } from "~/domain/money";
import { LONGEST_STRING, LONGEST_TEXT, LONGEST_URL, type TraitConstant, type TraitDefinition } from "~/domain/trait/trait";

export interface TraitValueFieldProps {
  trait: Pick<TraitDefinition, "type" | "options">;
  label: string;
  labelHidden?: boolean;
  /** Null or "" where it is empty. Of a number a text that is none is kept as typed, for the checks to speak of. */
  value: TraitConstant | null;
  /** ISO 4217, of the shop. */
  currency: string;
  error?: string | undefined;
  helpText?: string;
  /** Whether a choice may be taken back; the other fields can be emptied anyway. */
  clearable?: boolean;
  onChange(value: TraitConstant): void;
}

/** A field for a value of a trait, by its type. An empty field answers "". */
export function TraitValueField({ trait, value, currency, error, clearable = false, onChange, ...field }: TraitValueFieldProps) {
  const { t } = useTranslation("traits");
  const text = typeof value === "string" ? value : "";
  const faulty = error ?? false;
  switch (trait.type) {
    case "string": return <TextField {...field} autoComplete="off" maxLength={LONGEST_STRING} value={text} error={faulty} onChange={onChange} />;
    case "text": return <TextField {...field} autoComplete="off" multiline={3} maxLength={LONGEST_TEXT} value={text} error={faulty} onChange={onChange} />;
    case "url": return <TextField {...field} autoComplete="off" type="url" inputMode="url" placeholder="https://" maxLength={LONGEST_URL} value={text} error={faulty} onChange={onChange} />;
    case "date": return <TextField {...field} autoComplete="off" type="date" value={text} error={faulty} onChange={onChange} />;
    case "date-time": return <TextField {...field} autoComplete="off" type="datetime-local" value={text} error={faulty} onChange={onChange} />;
    case "choice": return <Select {...field} {...(clearable ? {} : { placeholder: t("chooseOption") })} options={[...(clearable ? [{ value: "", label: t("onCustomer.noValue") }] : []), ...withGone(trait.options, text, t("optionGone", { value: text }))]} value={text} error={faulty} onChange={onChange} />;
    case "boolean":
      return (
        <Select
          {...field} options={[...(clearable ? [{ value: "", label: t("onCustomer.noValue") }] : []), { value: "true", label: t("yes") }, { value: "false", label: t("no") }]}
          value={typeof value === "boolean" ? String(value) : ""} error={faulty} onChange={(chosen) => onChange(chosen === "" ? "" : chosen === "true")}
        />
      );
    case "money": return <NumberField {...field} digits={minorDigits(currency)} prefix={currency} value={value} error={error} fault={t("amount")} onChange={onChange} />;
    case "integer": return <NumberField {...field} digits={0} value={value} error={error} fault={t("wholeNumber")} onChange={onChange} />;
    default: return trait.type satisfies never;
  }
}

/** An option that was taken away stays visible until another is chosen. */
function withGone(options: readonly string[], value: string, label: string): { value: string; label: string }[] {
  const known = options.map((option) => ({ value: option, label: option }));
  return value === "" || options.includes(value) ? known : [...known, { value, label }];
}

interface NumberFieldProps {
  label: string;
  labelHidden?: boolean;
  helpText?: string;
  prefix?: string;
  digits: number;
  value: TraitConstant | null;
  error: string | undefined;
  fault: string;
  onChange(value: TraitConstant): void;
}

/** What is half typed stays in the field. A decimal comma is taken as well as a point. */
function NumberField({ digits, value, error, fault, onChange, ...field }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (typeof value === "number" ? (value / 10 ** digits).toFixed(value % 10 ** digits === 0 ? 0 : digits) : typeof value === "string" ? value : "");
  const valid = shown.trim() === "" || readNumber(shown, digits) !== null;
  return (
    <TextField
      {...field} autoComplete="off" inputMode={digits === 0 ? "numeric" : "decimal"} value={shown} error={valid ? (error ?? false) : fault}
      onChange={(text) => {
        setTyped(text);
        onChange(readNumber(text, digits) ?? text.trim());
      }}
      onBlur={() => {
        if (valid) setTyped(null);
      }}
    />
  );
}

/** In the smallest units, or null where the text is no number of so many digits. */
function readNumber(text: string, digits: number): number | null {
  const [, sign = "", whole, fraction = ""] = /^([-−]?)(\d{1,16})(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || fraction.length > digits) return null;
  const units = Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, "0") || "0");
  return Number.isSafeInteger(units) ? (sign === "" || units === 0 ? units : -units) : null;
}
