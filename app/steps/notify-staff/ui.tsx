import { Banner, BlockStack, Text, TextField } from "@shopify/polaris";
import { NoteIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { MOST_NOTES_AN_HOUR } from "~/domain/errand/staff-note";
import { errorAt, type StepFace, type StepPanelProps } from "../step-face";
import type { NotifyStaffConfig } from "./definition";

export const notifyStaffFace: StepFace<NotifyStaffConfig> = {
  name: "notifyStaff.name",
  hint: "notifyStaff.hint",
  icon: NoteIcon,
  summary: ({ subject }, { t }) => subject.trim() || t("steps:notifyStaff.noSubject"),
  Panel: NotifyStaffPanel,
};

function NotifyStaffPanel({ config, onChange, problems, options: { staffEmails } }: StepPanelProps<NotifyStaffConfig>) {
  const { t } = useTranslation("steps");
  return (
    <BlockStack gap="400">
      {staffEmails.length === 0 ? <Banner tone="warning">{t("notifyStaff.nobody")}</Banner> : <Text as="p" breakWord>{t("notifyStaff.to", { count: staffEmails.length, list: staffEmails.join(", ") })}</Text>}
      <TextField label={t("notifyStaff.subject")} autoComplete="off" maxLength={200} value={config.subject} error={errorAt(problems, "subject")} onChange={(subject) => onChange({ ...config, subject }, "subject")} />
      <TextField label={t("notifyStaff.text")} autoComplete="off" multiline={6} maxLength={5_000} value={config.text} error={errorAt(problems, "text")} helpText={t("notifyStaff.textHint")} onChange={(text) => onChange({ ...config, text }, "text")} />
      <Text as="p" tone="subdued">{t("notifyStaff.limit", { count: MOST_NOTES_AN_HOUR })}</Text>
    </BlockStack>
  );
}
