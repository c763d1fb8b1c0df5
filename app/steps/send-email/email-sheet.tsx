import { Banner, BlockStack, Button, Divider, InlineStack, Text, TextField } from "@shopify/polaris";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Sheet } from "~/components/sheet";
import { errorAt, type StepPanelProps } from "../step-face";
import type { SendEmailConfig } from "./definition";
import { EmailPreview } from "./email-preview";
import { InsertBar } from "./insert-bar";
import { LiquidField, type LiquidFieldHandle } from "./liquid-field";
import { starterBody } from "./snippets";
import styles from "./email-sheet.module.css";

/** Writing an e-mail with what the customer will see beside it. Loaded when a message is opened. */
export default function EmailSheet({ config, onChange, problems, options, givenByEntry, onClose }: Pick<StepPanelProps<SendEmailConfig>, "config" | "onChange" | "problems" | "options" | "givenByEntry"> & { onClose(): void }) {
  const { t } = useTranslation("steps");
  const body = useRef<LiquidFieldHandle>(null);
  const warnings = problems.filter(({ path, severity }) => path === "body" && severity === "warning");
  return (
    <Sheet
      title={t("sendEmail.sheetTitle")}
      closeLabel={t("sendEmail.done")}
      onClose={onClose}
    >
      <div className={styles.columns}>
        <div className={styles.writing}>
          <BlockStack gap="400">
            <TextField
              label={t("sendEmail.subject")}
              autoComplete="off"
              maxLength={300}
              value={config.subject}
              error={errorAt(problems, "subject")}
              helpText={t("sendEmail.subjectHint")}
              onChange={(subject) => onChange({ ...config, subject }, "subject")}
            />
            <TextField
              label={t("sendEmail.preheader")}
              autoComplete="off"
              maxLength={300}
              value={config.preheader}
              error={errorAt(problems, "preheader")}
              helpText={t("sendEmail.preheaderHint")}
              onChange={(preheader) => onChange({ ...config, preheader }, "preheader")}
            />
            <Divider />
            <div className={styles.bodyField}>
              <InsertBar options={options} givenByEntry={givenByEntry} onInsert={(text) => body.current?.insert(text)} />
              <LiquidField ref={body} label={t("sendEmail.body")} value={config.body} error={errorAt(problems, "body")} onChange={(text) => onChange({ ...config, body: text }, "body")} />
            </div>
            {warnings.length > 0 && (
              <Banner tone="info">
                <BlockStack gap="100">{warnings.slice(0, 5).map(({ text }, at) => <Text as="p" key={at}>{text}</Text>)}</BlockStack>
              </Banner>
            )}
            {config.body === "" && (
              <InlineStack gap="200" blockAlign="center">
                <Text as="span" tone="subdued">{t("sendEmail.emptyHint")}</Text>
                <Button onClick={() => onChange({ ...config, body: starterBody(t) }, "starter")}>{t("sendEmail.useStarter")}</Button>
              </InlineStack>
            )}
          </BlockStack>
        </div>
        <EmailPreview message={{ channel: "email", subject: config.subject, preheader: config.preheader, body: config.body, transactional: config.transactional }} onGoTo={(line, column) => body.current?.goTo(line, column)} />
      </div>
    </Sheet>
  );
}
