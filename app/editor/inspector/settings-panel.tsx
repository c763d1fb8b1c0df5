import { BlockStack, Box, Button, Checkbox, Divider, InlineGrid, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { DeleteIcon, PlusIcon, SettingsIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";
import { WholeNumberField } from "~/components/whole-number-field";
import type { PageMatch, Reentry, ScenarioSettings } from "~/domain/scenario/definition";
import { useEditor, useEditorStore } from "../editor-store";
import { useSayProblem } from "../say-problem";
import { PanelFrame } from "./panel-frame";
import { PolicyTable } from "./policy-table";

const WHILE_INSIDE = ["new-instance", "ignore", "restart", "refresh"] as const satisfies readonly Reentry["whileInside"][];
const AFTER_END = ["always", "after-interval", "never"] as const satisfies readonly Reentry["afterEnd"][];
const MATCHES = ["exact", "starts-with", "contains", "wildcard"] as const satisfies readonly PageMatch["match"][];
const MOST_PAGES = 10;
const HOURS_A_DAY = 24;

/** Settings of the whole scenario: R5–R7 as one policy, R8's exits. */
export function SettingsPanel() {
  const { t } = useTranslation("editor");
  const store = useEditorStore();
  const settings = useEditor((state) => state.history.present.draft.definition.settings);
  const write = (changed: Partial<ScenarioSettings>, field: string) => store.changeSettings({ ...settings, ...changed }, field);
  return (
    <PanelFrame title={t("settings.title")} hint={t("settings.hint")} icon={<SettingsIcon />} tone="flow">
      <BlockStack gap="500">
        <ReentrySettings reentry={settings.reentry} onChange={(reentry, field) => write({ reentry }, field)} />
        <Divider />
        <ExitSettings exits={settings.exits} onChange={(exits, field) => write({ exits }, field)} />
      </BlockStack>
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

function ExitSettings({ exits, onChange }: { exits: ScenarioSettings["exits"]; onChange(exits: ScenarioSettings["exits"], field: string): void }) {
  const { t } = useTranslation("editor");
  const say = useSayProblem();
  const problems = useEditor((state) => state.problems);
  const writePage = (at: number, page: PageMatch, field: string) => onChange({ ...exits, onPage: exits.onPage.map((other, index) => (index === at ? page : other)) }, `page${at}/${field}`);
  const errorOf = (at: number, field: string) => {
    const found = problems.find(({ path }) => path === `settings.exits.onPage[${at}].${field}`);
    return found && say(found);
  };
  return (
    <BlockStack gap="400">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">{t("settings.exits")}</Text>
        <Text as="p" tone="subdued">{t("settings.exitsHint")}</Text>
      </BlockStack>
      <Checkbox label={t("settings.onOrder")} helpText={t("settings.onOrderHint")} checked={exits.onOrder} onChange={(onOrder) => onChange({ ...exits, onOrder }, "onOrder")} />
      {exits.onPage.map((page, at) => (
        <Box key={at} padding="300" borderWidth="025" borderColor="border" borderRadius="200">
          <BlockStack gap="200">
            <InlineStack align="space-between" blockAlign="center" wrap={false}>
              <Text as="h4" variant="bodyMd" fontWeight="semibold">{t("settings.page", { number: at + 1 })}</Text>
              <Button variant="tertiary" icon={DeleteIcon} accessibilityLabel={t("settings.deletePage", { number: at + 1 })} onClick={() => onChange({ ...exits, onPage: exits.onPage.filter((_, index) => index !== at) }, "deletePage")} />
            </InlineStack>
            <Select
              label={t("settings.match")}
              options={MATCHES.map((match) => ({ value: match, label: t(`settings.matches.${match}`) }))}
              value={page.match}
              onChange={(value) => {
                const match = MATCHES.find((known) => known === value);
                if (match) writePage(at, { ...page, match }, "match");
              }}
            />
            <TextField
              label={t("settings.path")}
              autoComplete="off"
              maxLength={512}
              value={page.path}
              placeholder={t(`settings.pathPlaceholders.${page.match}`)}
              error={errorOf(at, "path")}
              onChange={(path) => writePage(at, { ...page, path }, "path")}
            />
            <TextField
              label={t("settings.query")}
              autoComplete="off"
              maxLength={512}
              value={page.query ?? ""}
              placeholder={t("settings.queryPlaceholder")}
              onChange={(query) => {
                const { query: _, ...without } = page;
                writePage(at, query === "" ? without : { ...page, query }, "query");
              }}
            />
          </BlockStack>
        </Box>
      ))}
      <InlineStack>
        <Button icon={PlusIcon} disabled={exits.onPage.length >= MOST_PAGES} onClick={() => onChange({ ...exits, onPage: [...exits.onPage, { match: "starts-with", path: "/pages/" }] }, "addPage")}>{t("settings.addPage")}</Button>
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">{t("settings.thankYouPage")}</Text>
    </BlockStack>
  );
}
