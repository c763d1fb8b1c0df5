import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigProblem } from "~/domain/scenario/step-type";
import type { Segment } from "~/domain/segment/condition";
import type { EditorOptions } from "~/editor/editor-options";
import { useDynamicText } from "./dynamic-text";
import { saySegment } from "./say-segment";
import { SegmentBuilder } from "./segment-builder";
import { SegmentCountText } from "./segment-count-text";

interface Props {
  name: string;
  definition: Segment;
  options: EditorOptions;
  /** Whether it is one that stands; else it is new. */
  saved: boolean;
}

/** Name and conditions of a segment, in words and with the count while they are written. */
export function SegmentForm({ name: nameBefore, definition: before, options, saved }: Props) {
  const { t, i18n } = useTranslation("segments");
  const { t: words } = useTranslation(["steps", "entryPoints", "editor", "traits"]);
  const say = useDynamicText();
  const shopify = useAppBridge();
  const saving = useFetcher<{ ok: boolean; problems?: ConfigProblem[] }>();
  const [name, setName] = useState(nameBefore);
  const [definition, setDefinition] = useState(before);
  const [changed, setChanged] = useState(!saved);
  const answer = saving.state === "idle" ? saving.data : undefined;
  useEffect(() => {
    if (answer?.ok) shopify.toast.show(t("saved"));
  }, [answer, shopify, t]);
  const problems = (changed && answer?.ok ? [] : (answer?.problems ?? [])).map(({ severity, path, key, values }) => ({ severity, path, text: say(key, t("refused.other"), values) }));
  return (
    <Card>
      <BlockStack gap="400">
        <TextField label={t("name")} autoComplete="off" maxLength={80} value={name} error={problems.find(({ path }) => path === "name")?.text} onChange={(text) => { setName(text); setChanged(true); }} />
        <SegmentBuilder segment={definition} problems={problems.filter(({ path }) => path !== "name")} options={options} onChange={(next) => { setDefinition(next); setChanged(true); }} />
        <BlockStack gap="100">
          <Text as="p" tone="subdued">{t("inWords", { words: saySegment(definition, { t: words, options, language: i18n.language }) })}</Text>
          <SegmentCountText segment={definition} />
        </BlockStack>
        <InlineStack>
          <Button variant="primary" disabled={!changed} loading={saving.state !== "idle"} onClick={() => { saving.submit({ name, definition: JSON.stringify(definition) }, { method: "post" }); setChanged(saved ? false : changed); }}>{t("save")}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
