import { TextField } from "@shopify/polaris";
import { useState } from "react";

interface Props {
  label: string;
  helpText: string;
  names: readonly string[];
  most: number;
  error: string | undefined;
  onChange(names: string[]): void;
}

const LONGEST = 255;

/** Names, one a line; empty lines and repetitions are left out. */
export function NameLinesField({ names, most, onChange, ...field }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      {...field}
      multiline={3}
      maxHeight={240}
      autoComplete="off"
      value={typed ?? names.join("\n")}
      onChange={(text) => {
        setTyped(text);
        onChange([...new Set(text.split("\n").map((line) => line.trim().slice(0, LONGEST)).filter((line) => line !== ""))].slice(0, most));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
