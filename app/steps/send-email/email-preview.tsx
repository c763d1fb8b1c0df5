import { Banner, BlockStack, Button, ButtonGroup, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { DesktopIcon, MobileIcon } from "@shopify/polaris-icons";
import type { TFunction } from "i18next";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageDraft } from "~/editor/editor-call";
import { useEditorServer, type FoundCustomer, type MessagePreview } from "~/editor/editor-server";
import { CustomerSearch } from "./customer-search";
import styles from "./email-sheet.module.css";
import { TestSend } from "./test-send";

const WHILE_TYPING_MS = 400;

/** The e-mail as the chosen customer would see it now, kept up while it is written. */
export function EmailPreview({ message, onGoTo }: { message: MessageDraft; onGoTo(line: number, column: number): void }) {
  const { t } = useTranslation("steps");
  const [customer, setCustomer] = useState<FoundCustomer | null>(null);
  const [width, setWidth] = useState<"desktop" | "phone">("desktop");
  const { preview, unreachable } = usePreview(message, customer?.id ?? null);
  return (
    <section className={styles.preview} aria-label={t("sendEmail.preview")}>
      <div className={styles.previewHead}>
        <CustomerSearch chosen={customer} onChoose={setCustomer} />
        <ButtonGroup variant="segmented">
          <Button icon={DesktopIcon} pressed={width === "desktop"} accessibilityLabel={t("sendEmail.desktop")} onClick={() => setWidth("desktop")} />
          <Button icon={MobileIcon} pressed={width === "phone"} accessibilityLabel={t("sendEmail.phone")} onClick={() => setWidth("phone")} />
        </ButtonGroup>
      </div>
      <div className={styles.stage}>
        {unreachable ? (
          <Banner tone="warning"><p>{t("sendEmail.previewUnreachable")}</p></Banner>
        ) : (
          <div className={styles.mail} data-width={width}>
            <Shown preview={preview} onGoTo={onGoTo} />
          </div>
        )}
      </div>
      <p className={styles.shownFor}>{preview?.ok && sayWhose(preview, t)}</p>
      <TestSend message={message} customerId={customer?.id ?? null} />
    </section>
  );
}

function sayWhose({ customer, products, sampleCode }: Extract<MessagePreview, { ok: true }>, t: TFunction<"steps">): string {
  const name = customer?.name || customer?.email || t("sendEmail.nobody");
  const shown = t(products === "sample" ? "sendEmail.shownWithSample" : "sendEmail.shownWithCart", { name });
  return sampleCode ? `${shown} · ${t("sendEmail.sampleCode")}` : shown;
}

function Shown({ preview, onGoTo }: { preview: MessagePreview | null; onGoTo(line: number, column: number): void }) {
  const { t } = useTranslation("steps");
  if (preview === null) return <div className={styles.fault}><SkeletonBodyText lines={8} /></div>;
  if (!preview.ok) {
    const { line, column, reason, message } = preview;
    if (reason !== "template") return <div className={styles.fault}><Text as="p" tone="subdued">{t(`sendEmail.nothingYet.${reason}`)}</Text></div>;
    return (
      <div className={styles.fault}>
        <Banner tone="critical" title={t("sendEmail.faultTitle")}>
          <BlockStack gap="200">
            <Text as="p" breakWord>{line === null ? message : t("sendEmail.fault", { line, column })}</Text>
            {line !== null && <InlineStack><Button onClick={() => onGoTo(line, column ?? 1)}>{t("sendEmail.goTo", { line })}</Button></InlineStack>}
          </BlockStack>
        </Banner>
      </div>
    );
  }
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

function usePreview(message: MessageDraft, customerId: string | null): { preview: MessagePreview | null; unreachable: boolean } {
  const server = useEditorServer();
  const [preview, setPreview] = useState<MessagePreview | null>(null);
  const [unreachable, setUnreachable] = useState(false);
  const first = useRef(true);
  const { subject, preheader, body, transactional } = message;
  useEffect(() => {
    // An answer that comes after a newer question is dropped.
    let stale = false;
    const pause = first.current ? 0 : WHILE_TYPING_MS;
    first.current = false;
    const timer = setTimeout(() => {
      server.previewMessage({ subject, preheader, body, transactional }, customerId).then(
        (answer) => {
          if (stale) return;
          setPreview(answer);
          setUnreachable(false);
        },
        () => {
          if (!stale) setUnreachable(true);
        },
      );
    }, pause);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [server, subject, preheader, body, transactional, customerId]);
  return { preview, unreachable };
}
