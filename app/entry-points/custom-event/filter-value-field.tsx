import { TextField } from "@shopify/polaris";
import { useState } from "react";
import { TraitValueField } from "~/components/trait-value-field";
import type { PropertyType } from "~/domain/custom-event/event-definition";

interface Props {
  type: PropertyType;
  label: string;
  value: string | number | boolean | null;
  /** ISO 4217, of the shop. */
  currency: string;
  onChange(value: string | number | boolean): void;
}

/** What a property is compared with, by its type. What is no value of it stays as typed, for the checks to speak of. */
export function FilterValueField({ type, ...field }: Props) {
  if (type === "decimal") return <DecimalField {...field} />;
  return <TraitValueField {...field} labelHidden trait={{ type: type === "list" ? "string" : type, options: [] }} />;
}

function DecimalField({ label, value, onChange }: Omit<Props, "type">) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={label} labelHidden autoComplete="off" inputMode="decimal" value={typed ?? String(value ?? "")}
      onChange={(text) => {
        setTyped(text);
        const number = /^-?\d{1,15}([.,]\d{1,10})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null;
        onChange(number ?? text);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
