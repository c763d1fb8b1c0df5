import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, InlineStack, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** The secret that webhooks are signed with: shown on request, and changed. */
export function WebhookSecret({ secret, version, olderUntil }: { secret: string; version: number; olderUntil: string | null }) {
  const { t } = useTranslation("settings");
  const fetcher = useFetcher();
  const [shown, setShown] = useState(false);
  const [asking, setAsking] = useState(false);
  return (
    <BlockStack gap="300">
      <TextField
        label={t("webhooks.secret")} readOnly autoComplete="off" type={shown ? "text" : "password"} value={secret} helpText={t("webhooks.secretHint")}
        connectedRight={<Button onClick={() => setShown(!shown)}>{t(shown ? "webhooks.hide" : "webhooks.show")}</Button>}
      />
      {olderUntil === null ? null : <Text as="p" tone="subdued">{t("webhooks.olderUntil", { until: olderUntil })}</Text>}
      <InlineStack><Button loading={fetcher.state !== "idle"} onClick={() => setAsking(true)}>{t("webhooks.change")}</Button></InlineStack>
      <Modal
        open={asking} onClose={() => setAsking(false)} title={t("webhooks.changeTitle")}
        primaryAction={{
          content: t("webhooks.change"),
          onAction: () => {
            setAsking(false);
            fetcher.submit({ version: String(version) }, { method: "post", action: "/app/settings/webhook-secret" });
          },
        }}
        secondaryActions={[{ content: t("discard"), onAction: () => setAsking(false) }]}
      >
        <Modal.Section><Text as="p">{t("webhooks.changeText")}</Text></Modal.Section>
      </Modal>
    </BlockStack>
  );
}
