import { BlockStack, Box, Button, Checkbox, ChoiceList, Divider, Select, Spinner, Text, TextField } from "@shopify/polaris";
import { EditIcon } from "@shopify/polaris-icons";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorAt, type StepPanelProps } from "../step-face";
import type { SendEmailConfig } from "./definition";

const EmailSheet = lazy(() => import("./email-sheet"));

export function SendEmailPanel({ config, onChange, problems, options }: StepPanelProps<SendEmailConfig>) {
  const { t } = useTranslation("steps");
  const [writing, setWriting] = useState(false);
  const consents = options.consents.filter(({ channels }) => channels.includes("email"));
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
          <Button icon={EditIcon} fullWidth variant={config.body === "" ? "primary" : "secondary"} onClick={() => setWriting(true)}>{t("sendEmail.write")}</Button>
        </BlockStack>
      </Box>
      <Divider />
      <Permission config={config} onChange={onChange} problems={problems} consents={consents} />
      <Divider />
      <ChoiceList
        title={t("sendEmail.onFailure")}
        choices={[
          { value: "continue", label: t("sendEmail.onFailureContinue"), helpText: t("sendEmail.onFailureContinueHint") },
          { value: "remove", label: t("sendEmail.onFailureRemove"), helpText: t("sendEmail.onFailureRemoveHint") },
        ]}
        selected={[config.onFailure]}
        onChange={([chosen]) => onChange({ ...config, onFailure: chosen === "remove" ? "remove" : "continue" }, "onFailure")}
      />
      {writing && (
        <Suspense fallback={<Spinner accessibilityLabel={t("sendEmail.loading")} size="small" />}>
          <EmailSheet config={config} onChange={onChange} problems={problems} options={options} onClose={() => setWriting(false)} />
        </Suspense>
      )}
    </BlockStack>
  );
}

/** R42: the consent that permits it, or why none is needed. */
function Permission({ config, onChange, problems, consents }: Pick<StepPanelProps<SendEmailConfig>, "config" | "onChange" | "problems"> & { consents: readonly { key: string; name: string }[] }) {
  const { t } = useTranslation("steps");
  const unknown = config.consent !== null && !consents.some(({ key }) => key === config.consent);
  return (
    <BlockStack gap="300">
      <Select
        label={t("sendEmail.consent")}
        disabled={config.transactional}
        options={[
          { value: "", label: t("sendEmail.chooseConsent") },
          ...consents.map(({ key, name }) => ({ value: key, label: name })),
          ...(unknown && config.consent !== null ? [{ value: config.consent, label: config.consent }] : []),
        ]}
        value={config.transactional ? "" : (config.consent ?? "")}
        error={errorAt(problems, "consent")}
        helpText={config.transactional ? undefined : t("sendEmail.consentHint")}
        onChange={(consent) => onChange({ ...config, consent: consent === "" ? null : consent }, "consent")}
      />
      <Checkbox
        label={t("sendEmail.transactional")}
        helpText={t("sendEmail.transactionalHint")}
        checked={config.transactional}
        onChange={(transactional) => onChange({ ...config, transactional, consent: transactional ? null : (consents[0]?.key ?? null) }, "transactional")}
      />
      {config.transactional && (
        <TextField
          label={t("sendEmail.transactionalReason")}
          placeholder={t("sendEmail.transactionalPlaceholder")}
          autoComplete="off"
          multiline={2}
          maxLength={300}
          value={config.transactionalReason}
          error={errorAt(problems, "transactionalReason")}
          onChange={(transactionalReason) => onChange({ ...config, transactionalReason }, "transactionalReason")}
        />
      )}
    </BlockStack>
  );
}

/** The first words a reader would see. */
function excerpt(body: string): string {
  const words = body.replace(/\{%[\s\S]*?%\}/g, " ").replace(/<(style|script|head)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ").replace(/\{\{[\s\S]*?\}\}/g, "…").replace(/&nbsp;/g, " ").replace(/\s+/g, " ").trim();
  return words.length > 160 ? `${words.slice(0, 159)}…` : words;
}
