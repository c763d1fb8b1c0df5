import { Badge, BlockStack, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CustomerSearch } from "~/components/messages/customer-search";
import { sayWhose } from "~/components/messages/say-whose";
import { TestSend } from "~/components/messages/test-send";
import { usePreview } from "~/components/messages/use-preview";
import type { EditorOptions } from "~/editor/editor-options";
import type { FoundCustomer, MessagePreview } from "~/editor/editor-server";
import styles from "./sms-preview.module.css";

/** The text message as the chosen customer would get it now, with what it is billed by (R27). */
export function SmsPreview({ text, options }: { text: string; options: EditorOptions }) {
  const [customer, setCustomer] = useState<FoundCustomer | null>(null);
  const message = { channel: "sms" as const, text };
  const { preview, unreachable } = usePreview(message, customer?.id ?? null);
  return (
    <BlockStack gap="300">
      <CustomerSearch chosen={customer} onChoose={setCustomer} />
      <Shown preview={preview} unreachable={unreachable} options={options} />
      <TestSend message={message} customerId={customer?.id ?? null} />
    </BlockStack>
  );
}

function Shown({ preview, unreachable, options }: { preview: MessagePreview | null; unreachable: boolean; options: EditorOptions }) {
  const { t } = useTranslation("steps");
  if (unreachable) return <Text as="p" tone="caution">{t("sending.previewUnreachable")}</Text>;
  if (preview === null) return <SkeletonBodyText lines={4} />;
  if (!preview.ok) {
    const { reason, line, column, message } = preview;
    return <Text as="p" tone={reason === "template" ? "critical" : "subdued"} breakWord>{reason === "template" ? (line === null ? message : `${t("sending.fault", { line, column })} ${message}`) : t("sendSms.emptyPreview")}</Text>;
  }
  if (preview.channel !== "sms") return null;
  return (
    <BlockStack gap="200">
      <div className={styles.phone}><p className={styles.bubble}>{preview.text}</p></div>
      <Count count={preview.count} options={options} />
      <Text as="p" tone="subdued" variant="bodySm">{sayWhose(preview, t)}</Text>
    </BlockStack>
  );
}

const MOST_LETTERS = 8;

function Count({ count: { segments, characters, encoding, left, expensive }, options }: { count: Extract<MessagePreview, { channel: "sms" }>["count"]; options: EditorOptions }) {
  const { t, i18n } = useTranslation("steps");
  const { smsSegmentMicros, currency } = options;
  const cost = smsSegmentMicros === null ? null : new Intl.NumberFormat(i18n.language, { style: "currency", currency, maximumFractionDigits: 4 }).format((segments * smsSegmentMicros) / 1_000_000);
  return (
    <div role="status">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Badge tone={segments > 2 ? "attention" : "info"}>{t("sendSms.counter", { count: segments })}</Badge>
          {cost !== null && <Text as="span" fontWeight="medium">{t("sendSms.cost", { cost })}</Text>}
        </InlineStack>
        <Text as="p" tone="subdued" variant="bodySm">{t("sendSms.characters", { characters, encoding, left })}</Text>
        {expensive.length > 0 && <Text as="p" tone="caution" variant="bodySm">{t("sendSms.expensive", { letters: expensive.slice(0, MOST_LETTERS).join(" ") })}</Text>}
        {cost === null && <Text as="p" tone="subdued" variant="bodySm">{t("sendSms.costUnknown")}</Text>}
      </BlockStack>
    </div>
  );
}
