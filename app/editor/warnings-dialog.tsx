import { List, Modal } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/domain/scenario/problem";
import { useSayProblem } from "./say-problem";
import { useSayWhere } from "./use-say-where";

export interface WarningsDialogProps {
  warnings: readonly Problem[];
  onActivate(): void;
  /** Leads to where each of them can be mended. */
  onLook(): void;
  onClose(): void;
}

/** Before that is activated which will run, but perhaps not as it was meant. */
export function WarningsDialog({ warnings, onActivate, onLook, onClose }: WarningsDialogProps) {
  const { t } = useTranslation("editor");
  const say = useSayProblem();
  const where = useSayWhere();
  return (
    <Modal
      open
      onClose={onClose}
      title={t("warnings.title", { count: warnings.length })}
      primaryAction={{ content: t("warnings.activate"), onAction: onActivate }}
      secondaryActions={[{ content: t("warnings.look"), onAction: onLook }]}
    >
      <Modal.Section>
        <List>{warnings.map((warning, at) => <List.Item key={at}>{t("warnings.one", { where: where(warning), text: say(warning) })}</List.Item>)}</List>
      </Modal.Section>
    </Modal>
  );
}
