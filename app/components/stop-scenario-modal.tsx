import { ChoiceList, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

export type WhatBecomes = "hold" | "run-on" | "remove";

export interface StopScenarioModalProps {
  open: boolean;
  /** What is about to happen: the scenario stops, or stops and is deleted. */
  action: "stop" | "delete";
  name: string;
  active: number;
  onConfirm(inside: WhatBecomes): void;
  onClose(): void;
}

/** R9's question: what becomes of those inside. */
export function StopScenarioModal({ open, action, name, active, onConfirm, onClose }: StopScenarioModalProps) {
  const { t } = useTranslation("scenarios");
  const [inside, setInside] = useState<WhatBecomes>("hold");
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={t(`stop.${action}.title`, { name })}
      primaryAction={{ content: t(`stop.${action}.confirm`), destructive: action === "delete", onAction: () => onConfirm(inside) }}
      secondaryActions={[{ content: t("stop.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">{t(`stop.${action}.body`, { count: active })}</Text>
        {active > 0 ? (
          <ChoiceList
            title={t("stop.question")}
            choices={[
              { value: "hold", label: t("stop.hold"), helpText: t("stop.holdHint") },
              { value: "run-on", label: t("stop.runOn"), helpText: t("stop.runOnHint") },
              { value: "remove", label: t("stop.remove"), helpText: t("stop.removeHint") },
            ]}
            selected={[inside]}
            onChange={([choice]) => setInside(choice === "remove" || choice === "run-on" ? choice : "hold")}
          />
        ) : null}
      </Modal.Section>
    </Modal>
  );
}
