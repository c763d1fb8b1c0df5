import { Button, Text, TextField } from "@shopify/polaris";
import { SendIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TestableDraft } from "~/editor/editor-call";
import { useEditorServer } from "~/editor/editor-server";

const WHOLE = { email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, sms: /^\+[\d\s().-]{7,24}$/ } as const;

type Outcome = { is: "sending" } | { is: "sent"; to: string } | { is: "refused"; message: string } | null;

const TEXTS = { email: "sendEmail", sms: "sendSms" } as const;

/** Sends the message as it is written now to one address or number. A test counts nowhere (R2). */
export function TestSend({ message, customerId }: { message: TestableDraft; customerId: string | null }) {
  const { t } = useTranslation("steps");
  const server = useEditorServer();
  const texts = TEXTS[message.channel];
  const [to, setTo] = useState("");
  const [outcome, setOutcome] = useState<Outcome>(null);
  const send = async () => {
    if (!WHOLE[message.channel].test(to.trim())) {
      setOutcome({ is: "refused", message: t(`${texts}.testRefused.address`) });
      return;
    }
    setOutcome({ is: "sending" });
    try {
      const answer = await server.sendTestMessage(message, customerId, to.trim());
      setOutcome(answer.ok ? { is: "sent", to: answer.to } : { is: "refused", message: t(`${texts}.testRefused.${answer.reason}`, { message: answer.message }) });
    } catch {
      setOutcome({ is: "refused", message: t("sending.testUnreachable") });
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextField
        label={t("sending.testTo")}
        type={message.channel === "email" ? "email" : "tel"}
        autoComplete={message.channel === "email" ? "email" : "tel"}
        placeholder={t(message.channel === "email" ? "sendEmail.testPlaceholder" : "sendSms.phonePlaceholder")}
        value={to}
        error={outcome?.is === "refused" ? outcome.message : undefined}
        onChange={(text) => {
          setTo(text);
          setOutcome(null);
        }}
        connectedRight={<Button submit icon={SendIcon} loading={outcome?.is === "sending"}>{t("sending.testSend")}</Button>}
      />
      <div role="status">{outcome?.is === "sent" && <Text as="p" tone="success">{t("sending.testSent", { to: outcome.to })}</Text>}</div>
    </form>
  );
}
