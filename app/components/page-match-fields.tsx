import { BlockStack, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { PageMatch } from "~/domain/scenario/definition";

const MATCHES = ["exact", "starts-with", "contains", "wildcard"] as const satisfies readonly PageMatch["match"][];

interface Props {
  page: PageMatch;
  error: string | undefined;
  onChange(page: PageMatch, field: "match" | "path" | "query"): void;
}

/** R8, R31: which pages of the storefront are meant. */
export function PageMatchFields({ page, error, onChange }: Props) {
  const { t } = useTranslation("editor");
  return (
    <BlockStack gap="200">
      <Select
        label={t("settings.match")}
        options={MATCHES.map((match) => ({ value: match, label: t(`settings.matches.${match}`) }))}
        value={page.match}
        onChange={(value) => {
          const match = MATCHES.find((known) => known === value);
          if (match) onChange({ ...page, match }, "match");
        }}
      />
      <TextField label={t("settings.path")} autoComplete="off" maxLength={512} value={page.path} placeholder={t(`settings.pathPlaceholders.${page.match}`)} error={error} onChange={(path) => onChange({ ...page, path }, "path")} />
      <TextField
        label={t("settings.query")}
        autoComplete="off"
        maxLength={512}
        value={page.query ?? ""}
        placeholder={t("settings.queryPlaceholder")}
        onChange={(query) => {
          const { query: _, ...without } = page;
          onChange(query === "" ? without : { ...page, query }, "query");
        }}
      />
    </BlockStack>
  );
}
