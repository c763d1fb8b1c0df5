import { BlockStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CustomerSearch } from "~/components/messages/customer-search";
import { sayWhose } from "~/components/messages/say-whose";
import { usePreview } from "~/components/messages/use-preview";
import type { FoundCustomer, MessagePreview } from "~/editor/editor-server";
import type { SendPushConfig } from "./definition";
import styles from "./push-preview.module.css";

/** The notification as the chosen customer would see it now; browsers differ in how they draw it. */
export function PushPreview({ config: { title, body, icon, image, url } }: { config: SendPushConfig }) {
  const [customer, setCustomer] = useState<FoundCustomer | null>(null);
  const { preview, unreachable } = usePreview({ channel: "push", title, body, icon, image, url }, customer?.id ?? null);
  return (
    <BlockStack gap="300">
      <CustomerSearch chosen={customer} onChoose={setCustomer} />
      <Shown preview={preview} unreachable={unreachable} />
    </BlockStack>
  );
}

function Shown({ preview, unreachable }: { preview: MessagePreview | null; unreachable: boolean }) {
  const { t } = useTranslation("steps");
  if (unreachable) return <Text as="p" tone="caution">{t("sending.previewUnreachable")}</Text>;
  if (preview === null) return <SkeletonBodyText lines={4} />;
  if (!preview.ok) {
    const { reason, line, column, message } = preview;
    return <Text as="p" tone={reason === "template" ? "critical" : "subdued"} breakWord>{reason === "template" ? (line === null ? message : `${t("sending.fault", { line, column })} ${message}`) : t("sendPush.emptyPreview")}</Text>;
  }
  if (preview.channel !== "push") return null;
  return (
    <BlockStack gap="200">
      <div className={styles.screen}>
        <div className={styles.note}>
          {preview.icon !== null && <img className={styles.icon} src={preview.icon} alt="" />}
          <div className={styles.words}>
            <Text as="p" fontWeight="semibold">{preview.title}</Text>
            {preview.body !== "" && <Text as="p">{preview.body}</Text>}
          </div>
          {preview.image !== null && <img className={styles.image} src={preview.image} alt="" />}
        </div>
      </div>
      <Text as="p" tone="subdued" variant="bodySm" breakWord>{t("sendPush.leadsTo", { url: preview.url })}</Text>
      <Text as="p" tone="subdued" variant="bodySm">{sayWhose(preview, t)}</Text>
    </BlockStack>
  );
}
