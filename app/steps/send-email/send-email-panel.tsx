import { BlockStack, Box, Button, Divider, Spinner, Text, TextField } from "@shopify/polaris";
import { EditIcon } from "@shopify/polaris-icons";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { SendingTermsFields } from "~/components/messages/sending-terms-fields";
import { errorAt, type StepPanelProps } from "../step-face";
import type { SendEmailConfig } from "./definition";

const EmailSheet = lazy(() => import("./email-sheet"));

export function SendEmailPanel({ config, onChange, problems, options, givenByEntry }: StepPanelProps<SendEmailConfig>) {
  const { t } = useTranslation("steps");
  const [writing, setWriting] = useState(false);
  const bodyError = errorAt(problems, "body");
  return (
    <BlockStack gap="400">
      <TextField label={t("sendEmail.subject")} autoComplete="off" maxLength={300} value={config.subject} error={errorAt(problems, "subject")} onChange={(subject) => onChange({ ...config, subject }, "subject")} />
      <Box padding="300" background="bg-surface-secondary" borderRadius="200" borderWidth="025" borderColor={bodyError ? "border-critical" : "border-secondary"}>
        <BlockStack gap="300">
          <BlockStack gap="050">
            <Text as="h3" variant="headingSm">{t("sendEmail.content")}</Text>
            <Text as="p" tone="subdued" breakWord>{excerpt(config.body) || t("sendEmail.noContent")}</Text>
          </BlockStack>
          {bodyError && <Text as="p" tone="critical">{bodyError}</Text>}
          <Button icon={EditIcon} fullWidth variant={config.body === "" ? "primary" : "secondary"} onClick={() => setWriting(true)}>{config.body === "" ? t("sendEmail.write") : t("sendEmail.rewrite")}</Button>
        </BlockStack>
      </Box>
      <Divider />
      <SendingTermsFields channel="email" config={config} onChange={onChange} problems={problems} options={options} />
      {writing && (
        <Suspense fallback={<Spinner accessibilityLabel={t("sendEmail.loading")} size="small" />}>
          <EmailSheet config={config} onChange={onChange} problems={problems} options={options} givenByEntry={givenByEntry} onClose={() => setWriting(false)} />
        </Suspense>
      )}
    </BlockStack>
  );
}

/** The first words a reader would see. */
function excerpt(body: string): string {
  const words = body.replace(/\{%[\s\S]*?%\}/g, " ").replace(/<(style|script|head)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ").replace(/\{\{[\s\S]*?\}\}/g, "…").replace(/&nbsp;/g, " ").replace(/\s+/g, " ").trim();
  return words.length > 160 ? `${words.slice(0, 159)}…` : words;
}
