import { BlockStack, Button, InlineStack, Link, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

interface Props {
  segmentId: string | null;
  segments: readonly { id: string; name: string }[];
  label: string;
  helpText: string;
  error: string | undefined;
  onChange(segmentId: string): void;
}

/** One of the shop's segments; where there is none yet, the way to make one. */
export function SegmentSelect({ segmentId, segments, label, helpText, error, onChange }: Props) {
  const { t } = useTranslation("entryPoints");
  const known = segments.map(({ id, name }) => ({ value: id, label: name }));
  if (known.length === 0 && segmentId === null) {
    return (
      <BlockStack gap="200">
        <Text as="p">{t("segment.none")}</Text>
        <InlineStack><Button url="/app/segments">{t("segment.make")}</Button></InlineStack>
      </BlockStack>
    );
  }
  const gone = segmentId !== null && !segments.some(({ id }) => id === segmentId);
  return (
    <Select
      label={label}
      placeholder={t("segment.choose")}
      options={gone ? [...known, { value: segmentId, label: t("segment.gone") }] : known}
      value={segmentId ?? ""}
      helpText={<>{helpText} <Link url="/app/segments" monochrome>{t("segment.all")}</Link></>}
      {...(error === undefined ? {} : { error })}
      onChange={onChange}
    />
  );
}
