import { Autocomplete } from "@shopify/polaris";

export interface TagFieldProps {
  label: string;
  labelHidden?: boolean;
  value: string;
  /** The tags customers carry most. */
  suggestions: readonly string[];
  error?: string | undefined;
  helpText?: string;
  onChange(tag: string): void;
}

/** A tag, typed freely, with those the shop knows offered. */
export function TagField({ value, suggestions, onChange, ...field }: TagFieldProps) {
  const wanted = value.trim().toLowerCase();
  const fitting = suggestions.filter((tag) => tag.toLowerCase().includes(wanted)).slice(0, 8);
  return (
    <Autocomplete
      options={fitting.map((tag) => ({ value: tag, label: tag }))}
      selected={suggestions.includes(value) ? [value] : []}
      onSelect={([chosen]) => chosen !== undefined && onChange(chosen)}
      textField={<Autocomplete.TextField {...field} placeholder={field.label} autoComplete="off" maxLength={255} value={value} onChange={onChange} />}
    />
  );
}
