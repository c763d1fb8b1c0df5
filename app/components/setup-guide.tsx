import { BlockStack, Box, Button, Card, Icon, InlineStack, ProgressBar, Spinner, Text } from "@shopify/polaris";
import { CheckCircleIcon, ClockIcon, StatusIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { HomeData, ImportProgress } from "~/queries/home.server";
import { useShopFormat } from "./shop-format";

export interface SetupGuideProps {
  home: HomeData;
  /** Whether the tracker is on in the theme; null until Shopify has told. */
  trackerOn: boolean | null;
  themeEditorUrl: string;
}

/** What must be true before a scenario can win anybody back (R46). Gone once everything is. */
export function SetupGuide({ home, trackerOn, themeEditorUrl }: SetupGuideProps) {
  const { t } = useTranslation("home");
  const imported = home.imports.length > 0 && home.imports.every((job) => job.status === "done");
  const steps = [trackerOn === true, home.senderVerified, imported, home.everActive];
  const done = steps.filter(Boolean).length;
  if (done === steps.length || trackerOn === null) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">{t("setup.title")}</Text>
          <Text as="p" tone="subdued">{t("setup.progress", { done, all: steps.length })}</Text>
          <ProgressBar progress={(done / steps.length) * 100} size="small" tone="success" ariaLabelledBy="setup-progress" />
          <span id="setup-progress" hidden>{t("setup.progress", { done, all: steps.length })}</span>
        </BlockStack>
        <SetupStep done={trackerOn} title={t("setup.tracker.title")} hint={t(trackerOn ? "setup.tracker.done" : "setup.tracker.open")}>
          {trackerOn ? null : <Button url={themeEditorUrl} target="_top">{t("setup.tracker.action")}</Button>}
        </SetupStep>
        <SetupStep done={home.senderVerified} title={t("setup.sender.title")} hint={t(home.senderVerified ? "setup.sender.done" : "setup.sender.open", { email: home.senderEmail })}>
          {home.senderVerified ? null : <Button url="/app/settings">{t("setup.sender.action")}</Button>}
        </SetupStep>
        <SetupStep done={imported} title={t("setup.import.title")} hint={t(imported ? "setup.import.done" : "setup.import.open")}>
          {imported ? null : <BlockStack gap="200">{home.imports.map((job) => <ImportLine key={job.kind} job={job} />)}</BlockStack>}
        </SetupStep>
        <SetupStep done={home.everActive} title={t("setup.scenario.title")} hint={t(home.everActive ? "setup.scenario.done" : "setup.scenario.open")}>
          {home.everActive ? null : <Button url="/app/scenarios" variant="primary">{t("setup.scenario.action")}</Button>}
        </SetupStep>
      </BlockStack>
    </Card>
  );
}

function SetupStep({ done, title, hint, children }: { done: boolean; title: string; hint: string; children: ReactNode }) {
  return (
    <InlineStack gap="300" blockAlign="start" wrap={false}>
      <Box minWidth="20px"><Icon source={done ? CheckCircleIcon : StatusIcon} tone={done ? "success" : "subdued"} /></Box>
      <BlockStack gap="200" inlineAlign="start">
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm">{title}</Text>
          <Text as="p" tone="subdued">{hint}</Text>
        </BlockStack>
        {children}
      </BlockStack>
    </InlineStack>
  );
}

function ImportLine({ job }: { job: ImportProgress }) {
  const { t } = useTranslation("home");
  const format = useShopFormat();
  const kind = t(`setup.import.kinds.${job.kind}`);
  const progressOf = ({ status, gathered, done, total }: ImportProgress): string => {
    if (status === "waiting") return t("setup.import.waiting", { kind });
    if (total !== null) return t("setup.import.countOf", { kind, done: format.number(done), total: format.number(total) });
    return gathered === null || gathered === 0 ? t("setup.import.asked", { kind }) : t("setup.import.gathered", { kind, gathered: format.number(gathered) });
  };
  if (job.status === "failed") return <Text as="p" tone="critical">{t("setup.import.failed", { kind, error: job.error ?? "" })}</Text>;
  return (
    <InlineStack gap="200" blockAlign="center" wrap={false}>
      {job.status === "running" ? <Box><Spinner size="small" accessibilityLabel={kind} /></Box> : <Box><Icon source={job.status === "done" ? CheckCircleIcon : ClockIcon} tone={job.status === "done" ? "success" : "subdued"} /></Box>}
      <BlockStack>
        <Text as="span">{progressOf(job)}</Text>
        {job.unreadable > 0 ? <Text as="span" tone="subdued">{t("setup.import.unreadable", { count: job.unreadable, formatted: format.number(job.unreadable) })}</Text> : null}
        {job.status === "running" && job.error !== null ? <Text as="span" tone="caution">{t("setup.import.heldUp", { error: job.error })}</Text> : null}
      </BlockStack>
    </InlineStack>
  );
}
