import { BlockStack, Divider, InlineGrid, Select, Text } from "@shopify/polaris";
import { SettingsIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import type { Reentry, ScenarioSettings } from "~/domain/scenario/definition";
import { useEditor, useEditorStore } from "../use-editor";
import { ExitSettings } from "./exit-settings";
import { PanelFrame } from "./panel-frame";
import { PolicyTable } from "./policy-table";
import { UnfinishedFields } from "./unfinished-fields";

const WHILE_INSIDE = ["new-instance", "ignore", "restart", "refresh"] as const satisfies readonly Reentry["whileInside"][];
const AFTER_END = ["always", "after-interval", "never"] as const satisfies readonly Reentry["afterEnd"][];
const REFRESH_WITH = ["newest", "most-valuable"] as const satisfies readonly NonNullable<Reentry["refreshWith"]>[];
const HOURS_A_DAY = 24;

/** Settings of the whole scenario: R5–R7 as one policy, R8's exits. */
export function SettingsPanel() {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const settings = useEditor((state) => state.history.present.draft.definition.settings);
  const write = (changed: Partial<ScenarioSettings>, field: string) => store.changeSettings({ ...settings, ...changed }, field);
  return (
    <PanelFrame title={t("settings.title")} hint={t("settings.hint")} icon={<SettingsIcon />} tone="flow">
      <UnfinishedFields>
        <BlockStack gap="500">
          <ReentrySettings reentry={settings.reentry} onChange={(reentry, field) => write({ reentry }, field)} />
          <Divider />
          <ExitSettings exits={settings.exits} onChange={(exits, field) => write({ exits }, field)} />
        </BlockStack>
      </UnfinishedFields>
    </PanelFrame>
  );
}

function ReentrySettings({ reentry, onChange }: { reentry: Reentry; onChange(reentry: Reentry, field: string): void }) {
  const { t } = useTranslation("editor");
  const wholeDays = reentry.minIntervalHours % HOURS_A_DAY === 0;
  return (
    <BlockStack gap="400">
      <Text as="h3" variant="headingSm">{t("settings.reentry")}</Text>
      <Select
        label={t("settings.whileInside")}
        options={WHILE_INSIDE.map((value) => ({ value, label: t(`settings.whileInsideChoices.${value}`) }))}
        value={reentry.whileInside}
        helpText={t(`settings.whileInsideHints.${reentry.whileInside}`)}
        onChange={(value) => {
          const whileInside = WHILE_INSIDE.find((known) => known === value);
          if (whileInside) onChange({ ...reentry, whileInside }, "whileInside");
        }}
      />
      {reentry.whileInside === "refresh" && (
        <Select
          label={t("settings.refreshWith")}
          options={REFRESH_WITH.map((value) => ({ value, label: t(`settings.refreshWithChoices.${value}`) }))}
          value={reentry.refreshWith ?? "newest"}
          helpText={t("settings.refreshWithHint")}
          onChange={(value) => {
            const refreshWith = REFRESH_WITH.find((known) => known === value);
            if (refreshWith) onChange({ ...reentry, refreshWith }, "refreshWith");
          }}
        />
      )}
      <Select
        label={t("settings.afterEnd")}
        options={AFTER_END.map((value) => ({ value, label: t(`settings.afterEndChoices.${value}`) }))}
        value={reentry.afterEnd}
        onChange={(value) => {
          const afterEnd = AFTER_END.find((known) => known === value);
          if (afterEnd) onChange({ ...reentry, afterEnd }, "afterEnd");
        }}
      />
      {reentry.afterEnd === "after-interval" && (
        <InlineGrid columns={2} gap="200">
          <WholeNumberField
            key={wholeDays ? "days" : "hours"}
            label={t("settings.interval")}
            min={1}
            max={wholeDays ? 365 : 365 * HOURS_A_DAY}
            value={wholeDays ? reentry.minIntervalHours / HOURS_A_DAY : reentry.minIntervalHours}
            onChange={(value) => onChange({ ...reentry, minIntervalHours: wholeDays ? value * HOURS_A_DAY : value }, "interval")}
          />
          <Select
            label={t("settings.intervalUnit")}
            options={[{ value: "hours", label: t("settings.hours") }, { value: "days", label: t("settings.days") }]}
            value={wholeDays ? "days" : "hours"}
            onChange={(unit) => onChange({ ...reentry, minIntervalHours: unit === "days" ? Math.max(1, Math.round(reentry.minIntervalHours / HOURS_A_DAY)) * HOURS_A_DAY : Math.min(reentry.minIntervalHours - 1 || 1, 365 * HOURS_A_DAY) }, "intervalUnit")}
          />
        </InlineGrid>
      )}
      <PolicyTable reentry={reentry} />
    </BlockStack>
  );
}
