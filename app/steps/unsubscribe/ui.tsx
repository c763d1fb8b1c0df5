import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import { PersonExitIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import type { StepFace, StepPanelProps } from "../step-face";
import { UNSUBSCRIBE_FROM, type UnsubscribeConfig } from "./definition";

export const unsubscribeFace: StepFace<UnsubscribeConfig> = {
  name: "unsubscribe.name",
  hint: "unsubscribe.hint",
  icon: PersonExitIcon,
  summary: ({ from }, { t }) => t(`steps:unsubscribe.summary.${from}`),
  Panel: UnsubscribePanel,
};

function UnsubscribePanel({ config, onChange }: StepPanelProps<UnsubscribeConfig>) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t("unsubscribe.fromLabel")}
        choices={UNSUBSCRIBE_FROM.map((from) => ({ value: from, label: t(`unsubscribe.from.${from}`), helpText: t(`unsubscribe.fromHints.${from}`) }))}
        selected={[config.from]}
        onChange={([chosen]) => {
          const from = UNSUBSCRIBE_FROM.find((each) => each === chosen);
          if (from) onChange({ from }, "from");
        }}
      />
      <Text as="p" tone="subdued">{t("unsubscribe.explain")}</Text>
    </BlockStack>
  );
}
