import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ScenarioStatus } from "~/domain/scenario/status";

const tones = { draft: "info", active: "success", stopped: "warning", deleted: "critical" } as const;

export function ScenarioStatusBadge({ status }: { status: ScenarioStatus }) {
  const { t } = useTranslation("scenarios");
  return <Badge tone={tones[status]} {...(status === "active" ? { progress: "complete" as const } : {})}>{t(`status.${status}`)}</Badge>;
}
