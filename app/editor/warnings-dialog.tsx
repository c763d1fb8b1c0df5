import { useTranslation } from "react-i18next";
import { useSayProblem } from "~/components/use-say-problem";
import { WarningsModal, type WarningsModalProps } from "~/components/warnings-modal";
import type { Problem } from "~/domain/scenario/problem";
import { useSayWhere } from "./use-say-where";

export interface WarningsDialogProps extends Omit<WarningsModalProps, "warnings"> {
  warnings: readonly Problem[];
}

/** What is asked before activating, each warning with the step it is about. */
export function WarningsDialog({ warnings, ...modal }: WarningsDialogProps) {
  const { t } = useTranslation("editor");
  const say = useSayProblem();
  const where = useSayWhere();
  return <WarningsModal {...modal} warnings={warnings.map((warning) => t("warnings.one", { where: where(warning), text: say(warning) }))} />;
}
