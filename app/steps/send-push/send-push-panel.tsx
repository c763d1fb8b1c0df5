import { BlockStack, Box, Divider, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { SendingTermsFields } from "~/components/messages/sending-terms-fields";
import { LONGEST_LIFETIME_HOURS } from "~/domain/message/render-push";
import { errorAt, type StepPanelProps } from "../step-face";
import type { SendPushConfig } from "./definition";
import { PushPreview } from "./push-preview";

const FIELDS = [["title", 300, 1], ["body", 1_000, 3], ["url", 2_000, 1], ["icon", 2_000, 1], ["image", 2_000, 1]] as const;

export function SendPushPanel({ config, onChange, problems, options }: StepPanelProps<SendPushConfig>) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="400">
      {FIELDS.map(([part, longest, lines]) => (
        <TextField
          key={part}
          label={t(`sendPush.${part}`)}
          helpText={t(`sendPush.${part}Hint`)}
          autoComplete="off"
          maxLength={longest}
          {...(lines > 1 ? { multiline: lines } : {})}
          value={config[part]}
          error={errorAt(problems, part)}
          onChange={(text) => onChange({ ...config, [part]: text }, part)}
        />
      ))}
      <TextField
        label={t("sendPush.lifetime")}
        helpText={t("sendPush.lifetimeHint")}
        type="number"
        autoComplete="off"
        min={1}
        max={LONGEST_LIFETIME_HOURS}
        suffix={t("sendPush.hours")}
        value={String(config.lifetimeHours)}
        error={errorAt(problems, "lifetimeHours")}
        onChange={(text) => onChange({ ...config, lifetimeHours: Math.min(LONGEST_LIFETIME_HOURS, Math.max(1, Math.round(Number(text)) || 1)) }, "lifetimeHours")}
      />
      <Box paddingBlockStart="100"><Text as="h3" variant="headingSm">{t("sending.preview")}</Text></Box>
      <PushPreview config={config} />
      <Divider />
      <SendingTermsFields channel="push" config={config} onChange={onChange} problems={problems} options={options} />
    </BlockStack>
  );
}
