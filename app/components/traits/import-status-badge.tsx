import { Badge, type BadgeProps } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ImportLineItem } from "~/queries/trait-import-list.server";

const TONES: Partial<Record<ImportLineItem["status"], NonNullable<BadgeProps["tone"]>>> = { waiting: "info", running: "info", done: "success", failed: "critical" };

export function ImportStatusBadge({ status }: { status: ImportLineItem["status"] }) {
  const { t } = useTranslation("traits");
  const tone = TONES[status];
  return <Badge {...(tone ? { tone } : {})}>{t(`import.status.${status}`)}</Badge>;
}
