import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { MessageBefore } from "~/steps/step-face";

interface Props {
  stepId: string;
  messages: readonly MessageBefore[];
  error: string | undefined;
  onChange(stepId: string): void;
}

/** Which message on the way to a step is meant. One that was deleted or moved elsewhere is not offered, and not shown as if it still held. */
export function MessageBeforeSelect({ stepId, messages, error, onChange }: Props) {
  const { t } = useTranslation("steps");
  return (
    <Select
      label={t("condition.messageLabel")}
      placeholder={t("condition.chooseMessage")}
      options={messages.map((message) => ({ value: message.stepId, label: message.summary }))}
      value={messages.some((message) => message.stepId === stepId) ? stepId : ""}
      error={error ?? false}
      onChange={onChange}
    />
  );
}
