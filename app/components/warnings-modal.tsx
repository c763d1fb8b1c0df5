import { List, Modal } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

export interface WarningsModalProps {
  name: string;
  /** Sentences. */
  warnings: readonly string[];
  onActivate(): void;
  /** Leads to where each of them can be mended. */
  onLook(): void;
  onClose(): void;
}

/** R34: asked before that goes live which will run, but perhaps not as it was meant. */
export function WarningsModal({ name, warnings, onActivate, onLook, onClose }: WarningsModalProps) {
  const { t } = useTranslation("scenarios");
  return (
    <Modal
      open
      onClose={onClose}
      title={t("warnings.title", { name, count: warnings.length })}
      primaryAction={{ content: t("warnings.activate"), onAction: onActivate }}
      secondaryActions={[{ content: t("warnings.look"), onAction: onLook }]}
    >
      <Modal.Section>
        <List>{warnings.map((warning, at) => <List.Item key={at}>{warning}</List.Item>)}</List>
      </Modal.Section>
    </Modal>
  );
}
