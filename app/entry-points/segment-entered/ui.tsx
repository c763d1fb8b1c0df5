import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import { PersonSegmentIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { SegmentSelect } from "~/components/segment-select";
import { errorAt } from "~/steps/step-face";
import type { EntryPointFace, EntryPointPanelProps } from "../entry-point-face";
import type { SegmentEnteredConfig } from "./definition";

const WHENS = ["entered", "left"] as const satisfies readonly SegmentEnteredConfig["when"][];

export const segmentEnteredFace: EntryPointFace<SegmentEnteredConfig> = {
  name: "segmentEntered.name",
  hint: "segmentEntered.hint",
  icon: PersonSegmentIcon,
  summary: ({ segmentId, when }, { t, options }) => t(`entryPoints:segmentEntered.summary.${when}`, { segment: options.segments.find(({ id }) => id === segmentId)?.name ?? t("entryPoints:segment.notChosen") }),
  Panel: SegmentEnteredPanel,
};

function SegmentEnteredPanel({ config, onChange, problems, options }: EntryPointPanelProps<SegmentEnteredConfig>) {
  const { t } = useTranslation("entryPoints");
  return (
    <BlockStack gap="400">
      <SegmentSelect label={t("segmentEntered.segmentLabel")} helpText="" segmentId={config.segmentId} segments={options.segments} error={errorAt(problems, "segmentId")} onChange={(segmentId) => onChange({ ...config, segmentId }, "segmentId")} />
      <ChoiceList
        title={t("segmentEntered.whenLabel")}
        choices={WHENS.map((when) => ({ value: when, label: t(`segmentEntered.when.${when}`) }))}
        selected={[config.when]}
        onChange={([chosen]) => {
          const when = WHENS.find((known) => known === chosen);
          if (when) onChange({ ...config, when }, "when");
        }}
      />
      <Text as="p" tone="subdued">{t("segmentEntered.whoHint")}</Text>
    </BlockStack>
  );
}
