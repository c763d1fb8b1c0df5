import { TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { minorDigits } from "~/domain/money";
import { useFieldFault } from "./field-faults";

export interface MoneyFieldProps {
  label: string;
  labelHidden?: boolean;
  /** Minor units of the currency. */
  minor: number;
  /** ISO 4217. */
  currency: string;
  error?: string | undefined;
  onChange(minor: number): void;
}

/** An amount of the shop's currency; half typed amounts stay in the field. A decimal comma is taken as well as a point. */
export function MoneyField({ minor, currency, onChange, error, ...field }: MoneyFieldProps) {
  const { t } = useTranslation("editor");
  const [typed, setTyped] = useState<string | null>(null);
  const digits = minorDigits(currency);
  const shown = typed ?? (minor / 10 ** digits).toFixed(minor % 10 ** digits === 0 ? 0 : digits);
  const valid = readAmount(shown, digits) !== null;
  useFieldFault(field.label, !valid);
  return (
    <TextField
      {...field}
      inputMode="decimal"
      autoComplete="off"
      prefix={currency}
      value={shown}
      error={valid ? error : t("fields.amount")}
      onChange={(text) => {
        setTyped(text);
        const read = readAmount(text, digits);
        if (read !== null) onChange(read);
      }}
      onBlur={() => {
        if (valid) setTyped(null);
      }}
    />
  );
}

/** Minor units, or null where the text is no amount that the currency can carry. */
function readAmount(text: string, digits: number): number | null {
  const match = /^(\d{1,10})(?:[.,](\d+))?$/.exec(text.trim());
  const [, whole, fraction = ""] = match ?? [];
  if (whole === undefined || fraction.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, "0") || "0");
}
