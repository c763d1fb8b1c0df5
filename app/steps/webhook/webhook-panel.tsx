import { BlockStack, Button, ChoiceList, InlineStack, Text, TextField } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { MOST_HEADERS } from "~/domain/webhook/webhook-headers";
import { errorAt, type StepPanelProps } from "../step-face";
import { LONGEST_BODY, type WebhookConfig } from "./definition";
import { TestDelivery } from "./test-delivery";

export function WebhookPanel({ config, onChange, problems }: StepPanelProps<WebhookConfig>) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="400">
      <TextField label={t("webhook.url")} type="url" autoComplete="off" maxLength={4_000} value={config.url} error={errorAt(problems, "url")} helpText={t("webhook.urlHint")} onChange={(url) => onChange({ ...config, url }, "url")} />
      <Headers config={config} onChange={onChange} problems={problems} />
      <TextField
        label={t("webhook.body")} autoComplete="off" multiline={4} maxHeight={320} monospaced maxLength={LONGEST_BODY} placeholder={t("webhook.bodyPlaceholder")}
        value={config.body} error={errorAt(problems, "body")} helpText={t("webhook.bodyHint")} onChange={(body) => onChange({ ...config, body }, "body")}
      />
      <ChoiceList
        title={t("webhook.onFailure")}
        choices={[
          { value: "continue", label: t("webhook.onFailureContinue"), helpText: t("webhook.onFailureContinueHint") },
          { value: "remove", label: t("webhook.onFailureRemove"), helpText: t("webhook.onFailureRemoveHint") },
        ]}
        selected={[config.onFailure]}
        onChange={([chosen]) => onChange({ ...config, onFailure: chosen === "remove" ? "remove" : "continue" }, "onFailure")}
      />
      <Text as="p" tone="subdued">{t("webhook.tries")}</Text>
      <TestDelivery config={config} />
    </BlockStack>
  );
}

function Headers({ config, onChange, problems }: Pick<StepPanelProps<WebhookConfig>, "config" | "onChange" | "problems">) {
  const { t } = useTranslation("steps");
  const change = (at: number, part: Partial<WebhookConfig["headers"][number]>, field: string) =>
    onChange({ ...config, headers: config.headers.map((header, index) => (index === at ? { ...header, ...part } : header)) }, `headers[${at}].${field}`);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodyMd">{t("webhook.headers")}</Text>
      {config.headers.map(({ name, value }, at) => (
        <InlineStack key={at} gap="200" wrap={false} blockAlign="start">
          <TextField label={t("webhook.headerName")} labelHidden placeholder={t("webhook.headerName")} autoComplete="off" maxLength={100} value={name} error={errorAt(problems, `headers[${at}].name`)} onChange={(next) => change(at, { name: next }, "name")} />
          <TextField label={t("webhook.headerValue")} labelHidden placeholder={t("webhook.headerValue")} autoComplete="off" maxLength={1_000} value={value} error={errorAt(problems, `headers[${at}].value`)} onChange={(next) => change(at, { value: next }, "value")} />
          <Button icon={DeleteIcon} accessibilityLabel={t("webhook.removeHeader", { name })} onClick={() => onChange({ ...config, headers: config.headers.filter((_, index) => index !== at) }, "headers")} />
        </InlineStack>
      ))}
      {config.headers.length < MOST_HEADERS && (
        <InlineStack><Button onClick={() => onChange({ ...config, headers: [...config.headers, { name: "", value: "" }] }, "headers")}>{t("webhook.addHeader")}</Button></InlineStack>
      )}
      <Text as="p" tone="subdued">{t("webhook.headersHint")}</Text>
    </BlockStack>
  );
}
