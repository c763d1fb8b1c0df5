import { BlockStack, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { LinkMatch } from "~/domain/message/link-match";

interface Props {
  link: LinkMatch | undefined;
  /** The links of the message's text, as they are written. */
  links: readonly string[];
  error?: string | undefined;
  onChange(link: LinkMatch | undefined): void;
}

const ANY = "any";
const CONTAINS = "contains";
const WRITTEN = "written:";

/** R31: any link of a message, one of those in its text, or those whose address contains some words. One that is gone from the text stays shown until another is chosen. */
export function LinkChoice({ link, links, error, onChange }: Props) {
  const { t } = useTranslation("steps");
  const chosen = link === undefined ? ANY : link.by === "contains" ? CONTAINS : WRITTEN + link.link;
  const gone = link?.by === "written" && !links.includes(link.link) ? [{ value: chosen, label: t("link.gone", { link: link.link }) }] : [];
  return (
    <BlockStack gap="200">
      <Select
        label={t("link.label")}
        options={[{ value: ANY, label: t("link.any") }, ...links.map((each) => ({ value: WRITTEN + each, label: each })), ...gone, { value: CONTAINS, label: t("link.contains") }]}
        value={chosen}
        error={gone.length > 0 ? t("link.goneHint") : false}
        onChange={(value) => {
          if (value === ANY) onChange(undefined);
          else if (value === CONTAINS) onChange({ by: "contains", text: link?.by === "contains" ? link.text : "/" });
          else onChange({ by: "written", link: value.slice(WRITTEN.length) });
        }}
      />
      {link?.by === "contains" && (
        <TextField label={t("link.textLabel")} autoComplete="off" maxLength={500} value={link.text} error={error} helpText={t("link.textHint")} onChange={(text) => onChange({ by: "contains", text })} />
      )}
    </BlockStack>
  );
}
