import { BlockStack, ChoiceList, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MOST_SPREAD_HOURS, type OverdueChoice } from "~/domain/scenario/overdue";
import { WholeNumberField } from "./whole-number-field";

export interface ActivateScenarioModalProps {
  name: string;
  /** How many were held until their wait was over. */
  overdue: number;
  onConfirm(choice: OverdueChoice): void;
  onClose(): void;
}

const DEFAULT_HOURS = 6;
const CHOICES = ["now", "spread", "skip", "remove"] as const;

/** R9's question on activating again: what becomes of those who are overdue. */
export function ActivateScenarioModal({ name, overdue, onConfirm, onClose }: ActivateScenarioModalProps) {
  const { t } = useTranslation("scenarios");
  const [choice, setChoice] = useState<"now" | "spread" | "skip" | "remove">("now");
  const [hours, setHours] = useState(DEFAULT_HOURS);
  const hint = { now: t("activate.nowHint"), spread: t("activate.spreadHint"), skip: t("activate.skipHint"), remove: t("activate.removeHint") };
  return (
    <Modal
      open
      onClose={onClose}
      title={t("activate.title", { name })}
      primaryAction={{ content: t("activate.confirm"), onAction: () => onConfirm(choice === "spread" ? { do: "spread", hours } : { do: choice }) }}
      secondaryActions={[{ content: t("activate.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Text as="p">{t("activate.body", { count: overdue })}</Text>
          <ChoiceList
            title={t("activate.question")}
            choices={CHOICES.map((value) => ({ value, label: t(`activate.${value}`), helpText: hint[value] }))}
            selected={[choice]}
            onChange={([chosen]) => setChoice(CHOICES.find((known) => known === chosen) ?? "now")}
          />
          {choice === "spread" ? <WholeNumberField label={t("activate.hours")} value={hours} min={1} max={MOST_SPREAD_HOURS} suffix={t("activate.hoursUnit")} onChange={setHours} /> : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
