import { Banner, BlockStack, Button, ButtonGroup, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { DesktopIcon, MobileIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TestableDraft } from "~/editor/editor-call";
import { CustomerSearch } from "~/components/messages/customer-search";
import { TestSend } from "~/components/messages/test-send";
import { sayWhose } from "~/components/messages/say-whose";
import { usePreview } from "~/components/messages/use-preview";
import type { FoundCustomer, MessagePreview } from "~/editor/editor-server";
import styles from "./email-sheet.module.css";


/** The e-mail as the chosen customer would see it now, kept up while it is written. */
export function EmailPreview({ message, onGoTo }: { message: TestableDraft; onGoTo(line: number, column: number): void }) {
  const { t } = useTranslation("steps");
  const [customer, setCustomer] = useState<FoundCustomer | null>(null);
  const [width, setWidth] = useState<"desktop" | "phone">("desktop");
  const { preview, unreachable } = usePreview(message, customer?.id ?? null);
  return (
    <section className={styles.preview} aria-label={t("sending.preview")}>
      <div className={styles.previewHead}>
        <CustomerSearch chosen={customer} onChoose={setCustomer} />
        <ButtonGroup variant="segmented">
          <Button icon={DesktopIcon} pressed={width === "desktop"} accessibilityLabel={t("sendEmail.desktop")} onClick={() => setWidth("desktop")} />
          <Button icon={MobileIcon} pressed={width === "phone"} accessibilityLabel={t("sendEmail.phone")} onClick={() => setWidth("phone")} />
        </ButtonGroup>
      </div>
      <div className={styles.stage}>
        {unreachable ? (
          <Banner tone="warning"><p>{t("sending.previewUnreachable")}</p></Banner>
        ) : (
          <div className={styles.mail} data-width={width}>
            <Shown preview={preview} onGoTo={onGoTo} />
          </div>
        )}
      </div>
      <p className={styles.shownFor}>{preview?.ok && sayWhose(preview, t)}</p>
      <div className={styles.test}><TestSend message={message} customerId={customer?.id ?? null} /></div>
    </section>
  );
}

function Shown({ preview, onGoTo }: { preview: MessagePreview | null; onGoTo(line: number, column: number): void }) {
  const { t } = useTranslation("steps");
  if (preview === null) return <div className={styles.fault}><SkeletonBodyText lines={8} /></div>;
  if (!preview.ok) {
    const { line, column, reason, message } = preview;
    if (reason !== "template") return <div className={styles.fault}><Text as="p" tone="subdued">{t(`sendEmail.nothingYet.${reason}`)}</Text></div>;
    return (
      <div className={styles.fault}>
        <Banner tone="critical" title={t("sending.faultTitle")}>
          <BlockStack gap="200">
            <Text as="p" breakWord>{line === null ? message : t("sending.fault", { line, column })}</Text>
            {line !== null && <InlineStack><Button onClick={() => onGoTo(line, column ?? 1)}>{t("sendEmail.goTo", { line })}</Button></InlineStack>}
          </BlockStack>
        </Banner>
      </div>
    );
  }
  if (preview.channel !== "email") return null;
  return (
    <>
      <div className={styles.mailHead}>
        <div className={styles.mailSubject}>{preview.subject || t("sendEmail.noSubject")}</div>
        {preview.preheader && <div className={styles.mailPreheader}>{preview.preheader}</div>}
      </div>
      <iframe title={t("sendEmail.previewFrame")} sandbox="" srcDoc={preview.html} tabIndex={-1} />
    </>
  );
}
