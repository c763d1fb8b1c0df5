import { Button, Text, TextField } from "@shopify/polaris";
import { SendIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageDraft } from "~/editor/editor-call";
import { useEditorServer } from "~/editor/editor-server";
import styles from "./email-sheet.module.css";

type Outcome = { is: "sending" } | { is: "sent"; to: string } | { is: "refused"; message: string } | null;

/** Sends the e-mail as it is written now to one address. A test counts nowhere (R2). */
export function TestSend({ message, customerId }: { message: MessageDraft; customerId: string | null }) {
  const { t } = useTranslation("steps");
  const server = useEditorServer();
  const [to, setTo] = useState("");
  const [outcome, setOutcome] = useState<Outcome>(null);
  const send = async () => {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to.trim())) {
      setOutcome({ is: "refused", message: t("sendEmail.testRefused.address") });
      return;
    }
    setOutcome({ is: "sending" });
    try {
      const answer = await server.sendTestMessage(message, customerId, to.trim());
      setOutcome(answer.ok ? { is: "sent", to: answer.to } : { is: "refused", message: t(`sendEmail.testRefused.${answer.reason}`, { message: answer.message }) });
    } catch {
      setOutcome({ is: "refused", message: t("sendEmail.testUnreachable") });
    }
  };
  return (
    <form
      className={styles.test}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextField
        label={t("sendEmail.testTo")}
        type="email"
        autoComplete="email"
        placeholder={t("sendEmail.testPlaceholder")}
        value={to}
        error={outcome?.is === "refused" ? outcome.message : undefined}
        onChange={(text) => {
          setTo(text);
          setOutcome(null);
        }}
        connectedRight={<Button submit icon={SendIcon} loading={outcome?.is === "sending"}>{t("sendEmail.testSend")}</Button>}
      />
      <div role="status">{outcome?.is === "sent" && <Text as="p" tone="success">{t("sendEmail.testSent", { to: outcome.to })}</Text>}</div>
    </form>
  );
}
