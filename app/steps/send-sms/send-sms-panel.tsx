import { ActionList, BlockStack, Box, Button, Divider, InlineStack, Popover, Text, TextField } from "@shopify/polaris";
import { PersonalizedTextIcon } from "@shopify/polaris-icons";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SendingTermsFields } from "~/components/messages/sending-terms-fields";
import { eventVariables, traitVariable, VARIABLES } from "~/components/messages/variables";
import { errorAt, type StepPanelProps } from "../step-face";
import type { SendSmsConfig } from "./definition";
import { SmsPreview } from "./sms-preview";

const LONGEST = 5_000;

export function SendSmsPanel({ stepId, config, onChange, problems, options, givenByEntry }: StepPanelProps<SendSmsConfig>) {
  const { t } = useTranslation("steps");
  const [choosing, setChoosing] = useState(false);
  // Where the text was left, since the menu takes the focus.
  const cursor = useRef<number | null>(null);
  const id = `${stepId}-text`;
  const note = () => {
    const field = document.getElementById(id);
    if (field instanceof HTMLTextAreaElement) cursor.current = field.selectionEnd;
  };
  const insert = (piece: string) => {
    const at = Math.min(cursor.current ?? config.text.length, config.text.length);
    onChange({ ...config, text: (config.text.slice(0, at) + piece + config.text.slice(at)).slice(0, LONGEST) }, "text");
    cursor.current = at + piece.length;
    setChoosing(false);
  };
  return (
    <BlockStack gap="400">
      <BlockStack gap="200">
        <TextField
          id={id}
          label={t("sendSms.text")}
          autoComplete="off"
          multiline={5}
          maxLength={LONGEST}
          value={config.text}
          error={errorAt(problems, "text")}
          helpText={t("sendSms.textHint")}
          onBlur={note}
          onChange={(text) => {
            onChange({ ...config, text }, "text");
            note();
          }}
        />
        <InlineStack>
          <Popover
            active={choosing}
            onClose={() => setChoosing(false)}
            activator={<Button icon={PersonalizedTextIcon} disclosure onClick={() => setChoosing(!choosing)}>{t("sending.insertVariable")}</Button>}
          >
            <ActionList items={[
              ...VARIABLES.map(({ key, insert: piece }) => ({ content: t(`sending.variables.${key}`), onAction: () => insert(piece) })),
              ...options.traits.map((trait) => ({ content: t("sending.variables.trait", { name: trait.name }), onAction: () => insert(traitVariable(trait)) })),
              ...eventVariables(givenByEntry, options.events ?? []).map(({ name, insert: piece }) => ({ content: t("sending.variables.event", { name }), onAction: () => insert(piece) })),
            ]} />
          </Popover>
        </InlineStack>
      </BlockStack>
      <Box paddingBlockStart="100"><Text as="h3" variant="headingSm">{t("sending.preview")}</Text></Box>
      <SmsPreview text={config.text} options={options} />
      <Divider />
      <SendingTermsFields channel="sms" config={config} onChange={onChange} problems={problems} options={options} />
    </BlockStack>
  );
}
