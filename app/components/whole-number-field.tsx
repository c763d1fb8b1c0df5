import { TextField } from "@shopify/polaris";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFieldFault } from "./field-faults";

export interface WholeNumberFieldProps {
  label: string;
  labelHidden?: boolean;
  value: number;
  min: number;
  max: number;
  suffix?: string;
  helpText?: ReactNode;
  error?: string | undefined;
  connectedRight?: ReactNode;
  onChange(value: number): void;
}

/**
 * A whole number that may be empty or half typed in the field; only whole numbers within the bounds are handed on.
 * Where the typed one ends up beyond them, the earlier value holds: 200 that is too much must not leave the 20 typed on the way.
 */
export function WholeNumberField({ value, min, max, onChange, error, ...field }: WholeNumberFieldProps) {
  const { t } = useTranslation("editor");
  const [typed, setTyped] = useState<string | null>(null);
  const before = useRef(value);
  const shown = typed ?? String(value);
  const valid = isWithin(shown, min, max);
  useFieldFault(field.label, !valid);
  return (
    <TextField
      {...field}
      type="number"
      inputMode="numeric"
      autoComplete="off"
      min={min}
      max={max}
      value={shown}
      error={valid ? error : t("fields.wholeNumber", { min, max })}
      onChange={(text) => {
        if (typed === null) before.current = value;
        setTyped(text);
        const next = isWithin(text, min, max) ? Number(text) : before.current;
        if (next !== value) onChange(next);
      }}
      onBlur={() => {
        if (isWithin(shown, min, max)) setTyped(null);
      }}
    />
  );
}

function isWithin(text: string, min: number, max: number): boolean {
  return /^\d{1,9}$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;
}
