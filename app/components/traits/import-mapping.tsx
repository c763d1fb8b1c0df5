import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, Checkbox, InlineGrid, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDynamicText } from "~/components/dynamic-text";
import { MATCH_BY, type ImportChoice } from "~/domain/trait-import/columns";
import { ENCODINGS } from "~/domain/trait-import/encoding";
import { SEPARATORS } from "~/domain/trait-import/separator";
import type { TraitDefinition } from "~/domain/trait/trait";
import type { ImportPreview } from "~/queries/trait-import-preview.server";

export type ReadablePreview = Extract<ImportPreview, { ok: true }>;

interface Props {
  preview: ReadablePreview;
  traits: readonly TraitDefinition[];
  /** Reads the file anew with another encoding or separator. */
  onReadAs(how: { encoding: string; separator: string }): void;
}

const CELL = { padding: "0.4rem 0.75rem 0.4rem 0", textAlign: "left", whiteSpace: "nowrap", maxWidth: "16rem", overflow: "hidden", textOverflow: "ellipsis" } as const;

/** What each column of a file is: the first lines, and a choice for each column. */
export function ImportMapping({ preview: { encoding, separator, header, lines, suggested }, traits, onReadAs }: Props) {
  const { t } = useTranslation("traits");
  const text = useDynamicText();
  const fetcher = useFetcher<{ ok: boolean; refused?: string }>();
  const [matchBy, setMatchBy] = useState(suggested.matchBy);
  const [matchColumn, setMatchColumn] = useState(suggested.matchColumn);
  const [mapped, setMapped] = useState<ReadonlyMap<number, string>>(new Map(suggested.traits.map(({ column, trait }) => [column, trait])));
  const [emptyClears, setEmptyClears] = useState(false);
  const columns = header.map((name, column) => ({ value: String(column), label: name.trim() || t("import.column", { number: column + 1 }) }));
  const used = header.flatMap((_, column) => {
    const trait = column === matchColumn ? undefined : mapped.get(column);
    return trait ? [{ column, trait }] : [];
  });
  const twice = new Set(used.map(({ trait }) => trait)).size < used.length;
  const choice: ImportChoice = { encoding, separator, matchBy, matchColumn, traits: used, emptyClears };
  return (
    <Card>
      <BlockStack gap="500">
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <Select label={t("import.encoding")} options={ENCODINGS.map((value) => ({ value, label: t(`import.encodings.${value}`) }))} value={encoding} helpText={t("import.encodingHint")} onChange={(value) => onReadAs({ encoding: value, separator })} />
          <Select label={t("import.separator")} options={SEPARATORS.map((value) => ({ value, label: t(`import.separators.${value === "," ? "comma" : value === ";" ? "semicolon" : "tab"}`) }))} value={separator} onChange={(value) => onReadAs({ encoding, separator: value })} />
          <Select label={t("import.matchColumn")} options={columns} value={String(matchColumn)} onChange={(value) => setMatchColumn(Number(value))} />
          <Select label={t("import.matchBy")} options={MATCH_BY.map((value) => ({ value, label: t(`import.matches.${value}`) }))} value={matchBy} helpText={t(`import.matchHints.${matchBy}`)} onChange={(value) => setMatchBy(MATCH_BY.find((each) => each === value) ?? "email")} />
        </InlineGrid>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">{t("import.preview")}</Text>
          <div role="region" aria-label={t("import.preview")} tabIndex={0} style={{ overflowX: "auto" }}>
            <table style={{ borderCollapse: "collapse", fontSize: "0.8125rem" }}>
              <thead><tr>{columns.map(({ value, label }) => <th key={value} scope="col" style={CELL}>{label}</th>)}</tr></thead>
              <tbody>{lines.map((cells, line) => <tr key={line}>{header.map((_, column) => <td key={column} style={CELL}>{cells[column] ?? ""}</td>)}</tr>)}</tbody>
            </table>
          </div>
        </BlockStack>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">{t("import.columns")}</Text>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
            {columns.filter((_, column) => column !== matchColumn).map(({ value, label }) => (
              <Select
                key={value} label={label} options={[{ value: "", label: t("import.passOver") }, ...traits.map(({ key, name }) => ({ value: key, label: name }))]} value={mapped.get(Number(value)) ?? ""}
                onChange={(trait) => setMapped(new Map([...mapped].filter(([column]) => column !== Number(value)).concat(trait === "" ? [] : [[Number(value), trait]])))}
              />
            ))}
          </InlineGrid>
          <Checkbox label={t("import.emptyClears")} helpText={t("import.emptyHint")} checked={emptyClears} onChange={setEmptyClears} />
        </BlockStack>
        {twice && <Banner tone="warning">{t("import.twice")}</Banner>}
        {fetcher.data?.refused && <Banner tone="critical">{text(`traits:import.refused.${fetcher.data.refused}`, fetcher.data.refused, {})}</Banner>}
        <InlineStack align="end">
          <Button variant="primary" disabled={used.length === 0 || twice} loading={fetcher.state !== "idle"} onClick={() => fetcher.submit({ do: "start", choice: JSON.stringify(choice) }, { method: "post" })}>{t("import.start")}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
