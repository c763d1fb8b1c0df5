import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { ClipboardIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { javascriptFor, liquidFor } from "~/domain/custom-event/code-for-event";
import type { EventDefinition } from "~/domain/custom-event/event-definition";

/** R13: what the merchant pastes into the theme. */
export function EventCode({ event: { key, properties } }: { event: Pick<EventDefinition, "key" | "properties"> }) {
  const { t } = useTranslation("events");
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">{t("code.title")}</Text>
          <Text as="p" tone="subdued">{t("code.text")}</Text>
        </BlockStack>
        <Piece title={t("code.javascript")} code={javascriptFor(key, properties)} copy={t("code.copyJavascript")} />
        <Piece title={t("code.liquid")} code={liquidFor(key, properties)} copy={t("code.copyLiquid")} />
        <Text as="p" tone="subdued">{t("code.who")}</Text>
      </BlockStack>
    </Card>
  );
}

function Piece({ title, code, copy }: { title: string; code: string; copy: string }) {
  const { t } = useTranslation("events");
  const shopify = useAppBridge();
  const copied = () => void navigator.clipboard.writeText(code).then(() => shopify.toast.show(t("code.copied")), () => shopify.toast.show(t("code.notCopied"), { isError: true }));
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center">
        <Text as="h3" variant="headingSm">{title}</Text>
        <Button icon={ClipboardIcon} onClick={copied} accessibilityLabel={copy}>{t("code.copy")}</Button>
      </InlineStack>
      <Box padding="300" background="bg-surface-secondary" borderRadius="200" overflowX="scroll">
        <pre style={{ margin: 0 }} tabIndex={0} aria-label={title}><code>{code}</code></pre>
      </Box>
    </BlockStack>
  );
}
